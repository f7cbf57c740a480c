/// What a decision asks for, beside the rows to be stored. Performed after the commit, in order.
public enum HubEffect: Sendable, Hashable {
    case start(Order)
    case stop(OrderID)
    case forget(OrderID)
    /// Load the flow file of a pending run; answered by `HubEvent.loaded`.
    case load(RunRef)
    case reply(HubEvent.Token, Reply)
    case announce(Announcement)
    /// Something to say to other hosts.
    indirect case cluster(ClusterEffect)
    /// Something to do about an agent, or its connection.
    indirect case agent(AgentEffect)
    /// The run is archived; what its attempts left in the background can go.
    case ended(RunRef, flow: String)
}

/// What came of something that was asked for.
public enum Reply: Sendable, Hashable {
    /// It is stored.
    case accepted(RunRef)
    /// The same, of what is about no run.
    case done
    /// It does not fit the present state, which the text tells.
    case conflict(String)
    case notFound(String)
    /// A bound is reached; the same may be accepted later.
    case full(String)
}

/// What clients are told, on web sockets and streams.
public struct Announcement: Sendable, Hashable {
    /// Nil for what is about the host, as `sys.host`.
    public var run: RunRef?
    public var flow: String
    /// The stored event's id and sequence; nil for what is not stored.
    public var id: Int?
    public var sequence: Int?
    public var tag: String
    public var node: String
    public var pass: Int
    public var good: Bool?
    /// Carried values: those of the causes, overlaid by the event's own.
    public var values: Values
    public var at: Moment

    public init(
        run: RunRef?, flow: String, id: Int? = nil, sequence: Int? = nil, tag: String, node: String = "", pass: Int = 0,
        good: Bool? = nil, values: Values = [:], at: Moment
    ) {
        self.run = run
        self.flow = flow
        self.id = id
        self.sequence = sequence
        self.tag = tag
        self.node = node
        self.pass = pass
        self.good = good
        self.values = values
        self.at = at
    }
}
