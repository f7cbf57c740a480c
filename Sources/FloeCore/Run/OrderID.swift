/// The name of one attempt of one instance of one pass: `h1-42/build.2.1`, with the instance after another dot.
/// Starting is idempotent by it.
public struct OrderID: Sendable, Hashable, Codable, CustomStringConvertible {
    public var run: RunRef
    public var node: String
    public var pass: Int
    public var attempt: Int
    /// Empty for a plain node.
    public var instance: String

    public init(run: RunRef, node: String, pass: Int, attempt: Int, instance: String = "") {
        self.run = run
        self.node = node
        self.pass = pass
        self.attempt = attempt
        self.instance = instance
    }

    /// Reads what `description` gives; nil for anything else. An id of a node holds no dot.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let run = RunRef(halves[0]) else { return nil }
        let parts = halves[1].split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, !parts[0].isEmpty, let pass = Int(parts[1]), let attempt = Int(parts[2]) else { return nil }
        self.init(run: run, node: String(parts[0]), pass: pass, attempt: attempt, instance: parts.count > 3 ? String(parts[3]) : "")
    }

    public var description: String {
        "\(self.run)/\(self.node).\(self.pass).\(self.attempt)\(self.instance.isEmpty ? "" : ".\(self.instance)")"
    }
}
