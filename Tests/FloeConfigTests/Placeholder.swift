enum PlaceholderFloeConfigTests {}
