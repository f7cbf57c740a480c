/// How much of the history is kept; what is over the first bound that is met goes. A bound that is nil is taken from further out: a
/// flow's from `common`, and that of `common` from the standard.
public struct Retention: Sendable, Hashable, Codable {
    /// Archived runs of a flow; at least 1.
    public var runs: Int?
    /// Since the end of a run.
    public var age: Span?
    /// Bytes on the disk of logs, workspaces and artifacts: of a flow, and in `common` of all flows together.
    public var size: Int64?

    public init(runs: Int? = nil, age: Span? = nil, size: Int64? = nil) {
        self.runs = runs
        self.age = age
        self.size = size
    }

    /// What holds where nothing is said.
    public static let standard = Retention(runs: 1000, age: Span(seconds: 90 * 86_400), size: 20 << 30)

    /// No bound is ever met.
    public static let forever = Retention(runs: .max, age: Span(milliseconds: .max), size: .max)

    /// Itself, with what it leaves open from another.
    public func over(_ outer: Retention) -> Retention {
        Retention(runs: self.runs ?? outer.runs, age: self.age ?? outer.age, size: self.size ?? outer.size)
    }
}
