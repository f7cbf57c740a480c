/// Who asks.
struct Principal: Sendable, Hashable {
    /// Kept with what they do.
    var name: String
    /// Known by a cookie, which a browser sends whoever made it ask.
    var byCookie: Bool
    /// What they are admitted by: what is open in its name ends with it.
    var owner: String
}
