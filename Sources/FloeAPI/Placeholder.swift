enum PlaceholderFloeAPI {}
