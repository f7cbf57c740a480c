/// Which runs, and from where on.
public struct RunQuery: Sendable, Hashable {
    public var phases: Set<RunRow.Phase> = Set(RunRow.Phase.allCases)
    public var flow: String?
    public var result: RunRow.Result?
    /// The value `branch` of the trigger.
    public var branch: String?
    /// Text that the reference, the flow's id or a value of the trigger contains.
    public var text: String?
    /// Only runs older than this one.
    public var after: RunRef?
    /// When that one was adopted, where the store may not know it.
    public var before: Moment?
    public var limit = 50

    public init() {}
}

/// A page of runs, the youngest first.
public struct RunPage: Sendable, Hashable {
    public var runs: [RunRow]
    /// Where the next page begins; nil on the last.
    public var next: RunRef?
    /// When that run was adopted.
    public var nextAt: Moment?

    public init(runs: [RunRow], next: RunRef?, nextAt: Moment? = nil) {
        self.runs = runs
        self.next = next
        self.nextAt = nextAt
    }
}
