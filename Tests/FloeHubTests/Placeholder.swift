enum PlaceholderFloeHubTests {}
