public import FloeCore

/// A reason why a run or a node is where it is, in a sentence, and what would change it.
public struct WaitView: Sendable, Hashable, Codable {
    public var kind: String
    /// Empty for the run as a whole.
    public var node: String
    public var pass: Int
    public var text: String
    /// What would change it.
    public var change: String
    public var holders: [RunRef]
    /// Since when the first of the holders has held it.
    @Nullable public var heldSince: Timestamp?
    /// How many runs that came before want it too.
    public var ahead: Int
    @Nullable public var since: Timestamp?
    @Nullable public var until: Timestamp?

    public init(kind: String, node: String = "", pass: Int = 0, text: String, change: String) {
        self.kind = kind
        self.node = node
        self.pass = pass
        self.text = text
        self.change = change
        self.holders = []
        self.ahead = 0
    }

    /// - Parameter run: names the run in the hints; nil leaves its place open.
    public init(_ wait: Wait, at run: RunRef?) {
        self.kind = wait.kind.rawValue
        self.node = wait.node
        self.pass = wait.pass
        self.holders = wait.holders
        self.heldSince = wait.heldSince?.timestamp
        self.ahead = wait.ahead
        self.since = wait.since?.timestamp
        self.until = wait.until?.timestamp
        (self.text, self.change) = wait.sentences(run: run?.description ?? "RUN")
    }
}
