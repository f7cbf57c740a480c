public import FloeCore

/// Settings that all flows of a host share, as the file has them; flags and variables are not looked at.
public struct CommonConfig: Sendable, Hashable {
    /// How many active runs may hold a resource-tag, and where they are counted.
    public struct Resource: Sendable, Hashable {
        public enum Scope: String, Sendable, Hashable, CaseIterable { case cluster, host }
        public var limit: Int
        public var scope: Scope

        public init(limit: Int = 1, scope: Scope = .cluster) {
            self.limit = limit
            self.scope = scope
        }
    }

    /// Where the host finds a secret.
    public enum Secret: Sendable, Hashable {
        case env(String)
        case file(String)
        case sealed(String)
    }

    /// Somebody who is told the ends of runs.
    public struct Notify: Sendable, Hashable {
        public var type: String
        public var url: String?
        public var secret: String?
        public var from: String?
        public var to: [String] = []
        /// Ids of flows; all when empty.
        public var flows: [String] = []
        /// `good`, `bad`, `cancelled`; all when empty.
        public var results: [String] = []
    }

    /// The keys that the file has.
    public var given: Set<String> = []
    /// Addresses of all hosts of the cluster; `baseURL` is added to each.
    public var hosts: [String] = []
    /// nil: taken from the request.
    public var publicURL: String?
    /// Begins with a slash and does not end with one, save when it is the root alone.
    public var baseURL = "/build/api"
    /// Where the flows are loaded from instead.
    public var configPath: FileReference?
    public var storeType = StoreType.local
    /// nil: the root of the host.
    public var storeRoot: String?
    /// nil: the root of the host.
    public var workspaceRoot: String?
    /// Private key for git over ssh; nil: the system's own.
    public var gitKey: String?
    /// nil: four a core, at least 8.
    public var taskSlots: Int?
    public var resources: [String: Resource] = [:]
    public var retention: Retention?
    public var caches = CacheLimits()
    public var secrets: [String: Secret] = [:]
    public var fetchTo: [String] = []
    public var passEnv: [String] = []
    public var notify: [Notify] = []

    public init() {}
}
