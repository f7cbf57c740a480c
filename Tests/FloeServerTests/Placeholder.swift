enum PlaceholderFloeServerTests {}
