enum PlaceholderFloeTasksTests {}
