/// What the cluster's part of a hub is told when it opens.
public struct ClusterSettings: Sendable, Hashable {
    public var hostTags: Set<String>
    /// How many active runs may hold a tag; 1 where none is named.
    public var limits: [String: Int]
    /// Of the program.
    public var version: String
    /// A store id that was never used, for the case that this one must not be used any more.
    public var spare: StoreID
    /// Live runs beyond which no offer is taken.
    public var maxLive = 100_000
    public var times = ClusterTimes()

    public init(hostTags: Set<String> = [], limits: [String: Int] = [:], version: String = "", spare: StoreID) {
        self.hostTags = hostTags
        self.limits = limits
        self.version = version
        self.spare = spare
    }
}

/// After how long what is done again or given up. None of them decides who holds a tag or where a run is.
public struct ClusterTimes: Sendable, Hashable {
    public var beat = Span(seconds: 1)
    /// A session that heard nothing for so long is closed.
    public var silence = Span(seconds: 30)
    /// A session that heard no beat for so long is given up when the other side asks for a new one.
    public var hush = Span(seconds: 3)
    public var dial = Span(seconds: 1)
    public var maxDial = Span(seconds: 10)
    /// A run without a living candidate gives its tags back.
    public var giveBack = Span(seconds: 30)
    /// A host that refused a run is asked again.
    public var refused = Span(seconds: 10)
    /// A busy lock remembers whom it refused.
    public var remember = Span(seconds: 30)
    public var heal = Span(seconds: 600)
    /// Clocks further apart are told.
    public var skew = Span(seconds: 60)
    public init() {}
}
