/// Who asks.
struct Principal: Sendable, Hashable {
    /// Kept with what they do.
    var name: String
    /// Known by a cookie, which a browser sends whoever made it ask.
    var byCookie: Bool
}
