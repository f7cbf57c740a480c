enum PlaceholderFloeTasks {}
