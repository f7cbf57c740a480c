public import FloeCore

/// One attempt of a node, whose log is meant.
public struct LogAttempt: Sendable, Hashable {
    public var run: RunRef
    public var node: String
    /// Nil: the last.
    public var pass: Int?
    public var attempt: Int?

    public init(run: RunRef, node: String, pass: Int? = nil, attempt: Int? = nil) {
        self.run = run
        self.node = node
        self.pass = pass
        self.attempt = attempt
    }

    func path(_ more: [(String, String?)] = []) -> String {
        APIClient.Path.node(self.run, self.node) + "/log"
            + URLText.query([("pass", self.pass.map(String.init)), ("attempt", self.attempt.map(String.init))] + more)
    }

    /// Whether it may still write, after what the run says.
    func runs(in view: RunView) -> Bool {
        guard view.state != .archive else { return false }
        let passes = view.nodes.filter { $0.id == self.node }
        guard let pass = passes.last(where: { self.pass == nil || $0.pass == self.pass }) else { return false }
        return pass.state == .running && (self.attempt == nil || self.attempt == pass.attempt)
    }
}
