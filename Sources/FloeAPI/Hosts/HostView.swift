/// A host of the cluster.
public struct HostView: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable, CaseIterable { case active, warning, dead, draining }

    /// `host`, or `agent`: one that only takes orders.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable { case host, agent }

    public var name: String
    public var kind: Kind
    public var state: State
    public var tags: [String]
    public var facts: [String: String]
    public var version: String
    /// Task slots.
    public var slots: Int
    /// Tasks that run now.
    public var load: Int
    /// None where it was not seen since the host that is asked started.
    @Nullable public var lastSeen: Timestamp?
    /// Where the other hosts reach it; none of a host by itself.
    @Nullable public var address: String?
    /// What is wrong with it, or between it and the host that is asked, each in a sentence.
    public var problems: [String]

    public init(
        name: String, kind: Kind = .host, state: State, tags: [String], facts: [String: String] = [:], version: String, slots: Int,
        load: Int,
        lastSeen: Timestamp?, address: String? = nil, problems: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.state = state
        self.tags = tags
        self.facts = facts
        self.version = version
        self.slots = slots
        self.load = load
        self.lastSeen = lastSeen
        self.address = address
        self.problems = problems
    }
}

public struct HostList: Sendable, Hashable, Codable {
    public var hosts: [HostView]
    public init(hosts: [HostView]) { self.hosts = hosts }
}

/// Who is asking, and whom.
public struct MeView: Sendable, Hashable, Codable {
    public var name: String
    public var host: String
    public var version: String

    public init(name: String, host: String, version: String) {
        self.name = name
        self.host = host
        self.version = version
    }
}

public struct VersionView: Sendable, Hashable, Codable {
    public var version: String
    public init(version: String) { self.version = version }
}
