enum PlaceholderFloeServer {}
