import Testing

/// Records an issue when something does not hold. `#expect` tells more, but costs too much to be asked millions of times.
func must(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
    if !holds { Issue.record(Comment(rawValue: otherwise())) }
}
