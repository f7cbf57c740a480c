enum PlaceholderBrowser {}
