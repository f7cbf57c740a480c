enum PlaceholderFloeConfig {}
