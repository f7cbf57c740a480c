enum PlaceholderFloeSystem {}
