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

    public var description: String {
        "\(self.run)/\(self.node).\(self.pass).\(self.attempt)\(self.instance.isEmpty ? "" : ".\(self.instance)")"
    }
}
