enum PlaceholderFloeCoreTests {}
