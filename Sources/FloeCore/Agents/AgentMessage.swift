/// What a hub says to an agent on a link. Each may be said again in the next one, and does nothing more then.
public enum HubSaying: Sendable, Hashable, Codable {
    case order(GivenOrder)
    /// End it, or never begin it. The bytes of its output that the hub has: nil when it wants none, of an order it knows nothing of.
    case cancel(OrderID, kept: Int64?)
    /// So many bytes of its output are written here.
    case kept(OrderID, Int64)
    /// Output is to be told anew from there.
    case resume(OrderID, from: Int64)
    /// The outcome is stored: nothing need be kept of the order.
    case ack(OrderID)
    /// What the run left in the background ends.
    case runEnded(RunRef, flow: String)
}

/// An order as it travels.
public struct GivenOrder: Sendable, Hashable, Codable {
    public var order: Order
    /// The bytes of its output that the hub has.
    public var kept: Int64
    /// In the clear, so it is neither stored by the agent nor sent where others can read it.
    public var secrets: TaskSecrets?
    /// Why it can't be executed, for one that the agent does not know: what it needs could not be given.
    public var problem: String?

    public init(order: Order, kept: Int64, secrets: TaskSecrets? = nil, problem: String? = nil) {
        self.order = order
        self.kept = kept
        self.secrets = secrets
        self.problem = problem
    }
}

/// What an agent says to a hub on a link.
public enum AgentSaying: Sendable, Hashable, Codable {
    /// Bytes of an order's output, from an offset on.
    case output(OrderID, offset: Int64, [UInt8])
    /// How it ended, after all of its output, which came to so many bytes.
    case outcome(OrderID, Outcome, length: Int64)
    /// What it wrote cannot be stored at the agent; nil when it goes on.
    case heldUp(OrderID, String?)
    /// How far it has come.
    case progress(OrderID, Double?, String)
}
