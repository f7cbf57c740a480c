enum PlaceholderFloeStore {}
