enum PlaceholderFloeHub {}
