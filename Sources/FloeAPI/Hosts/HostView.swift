/// A host of the cluster.
public struct HostView: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable, CaseIterable { case active, warning, dead, draining }

    public var name: String
    public var state: State
    public var tags: [String]
    public var facts: [String: String]
    public var version: String
    /// Task slots.
    public var slots: Int
    /// Tasks that run now.
    public var load: Int
    public var lastSeen: Timestamp

    public init(
        name: String, state: State, tags: [String], facts: [String: String] = [:], version: String, slots: Int, load: Int,
        lastSeen: Timestamp
    ) {
        self.name = name
        self.state = state
        self.tags = tags
        self.facts = facts
        self.version = version
        self.slots = slots
        self.load = load
        self.lastSeen = lastSeen
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
