/// A commit that is here.
public struct GitCommit: Sendable, Hashable {
    public var hash: String
    /// `Name <address>`.
    public var author: String
    /// First line of its message.
    public var subject: String
    /// The branch it was found on, where that is known.
    public var branch: String?
    /// The full ref it was found by.
    public var ref: String?
    /// What the ref names: the commit, or an annotated tag of it.
    var object: String
}
