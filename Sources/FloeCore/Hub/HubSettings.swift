/// What a hub is told about its host when it opens.
public struct HubSettings: Sendable, Hashable {
    /// Name of the host; the first part of its runs' references.
    public var host: String
    public var hostTags: Set<String>
    /// Tasks that run at one time; at least 1.
    public var slots: Int
    /// How many active runs may hold a resource-tag; 1 where none is named.
    public var limits: [String: Int]
    /// Deeper chains of flows that start flows are not followed.
    public var maxDepth = 32
    /// Pending and active runs beyond which no more are taken: flows that start themselves twice would fill any disk.
    public var maxLive = 100_000
    /// What owns the processes now; orders of an earlier one are lost.
    public var keeper: String
    /// Of the program.
    public var version = ""
    /// Nodes with `targets` run where they say, and not here.
    public var hasAgents = true

    public init(host: String, hostTags: Set<String> = [], slots: Int, limits: [String: Int] = [:], keeper: String) {
        self.host = host
        self.hostTags = hostTags
        self.slots = slots
        self.limits = limits
        self.keeper = keeper
    }
}
