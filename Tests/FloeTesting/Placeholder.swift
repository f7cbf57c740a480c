enum PlaceholderFloeTesting {}
