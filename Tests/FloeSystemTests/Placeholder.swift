enum PlaceholderFloeSystemTests {}
