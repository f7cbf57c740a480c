enum PlaceholderFloeAgent {}
