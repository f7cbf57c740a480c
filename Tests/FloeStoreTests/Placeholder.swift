enum PlaceholderFloeStoreTests {}
