public import FloeCore
public import FloeSystem

/// What orders find on the host they are executed on.
public struct TaskHost: Sendable {
    public let name: String
    public let logs: LogStore
    public let workspaces: Workspaces
    public let artifacts: Artifacts
    /// Absolute path of the caches.
    public let cache: String
    let environment: [String: String]
    let facts: [String: String]
    /// Finds what an order needs to know and nobody may see. Blocks.
    let reveal: @Sendable (Order) throws(SecretProblem) -> TaskSecrets

    /// `root` is the absolute path of the host's folder; workspaces and caches may be elsewhere. `url` becomes `FLOE_URL` of tasks.
    public init(
        name: String, root: String, workspaceRoot: String? = nil, environment: [String: String] = HostEnvironment.variables(),
        facts: [String: String] = [:], url: String? = nil, secrets: HostSecrets = HostSecrets()
    ) {
        self.init(
            name: name, root: root, workspaceRoot: workspaceRoot, environment: environment, facts: facts, url: url,
            reveal: { (order) throws(SecretProblem) in try secrets.reveal(order) })
    }

    /// The same, where secrets are found otherwise.
    public init(
        name: String, root: String, workspaceRoot: String? = nil, environment: [String: String] = HostEnvironment.variables(),
        facts: [String: String] = [:], url: String? = nil, reveal: @escaping @Sendable (Order) throws(SecretProblem) -> TaskSecrets
    ) {
        self.name = name
        self.logs = LogStore(root: root)
        self.workspaces = Workspaces(root: workspaceRoot ?? root)
        self.artifacts = Artifacts(root: root)
        self.cache = "\(workspaceRoot ?? root)/cache"
        self.environment = url.map { environment.merging(["FLOE_URL": $0]) { _, given in given } } ?? environment
        self.facts = facts
        self.reveal = reveal
    }

    /// Makes the workspace of an order and the folder of its log.
    func place(
        for order: Order, progress: @escaping @Sendable (Double?, String) -> Void
    ) async throws(FileProblem) -> TaskPlace {
        try await BlockingPool.shared.run { () throws(FileProblem) in
            let log = try self.logs.prepare(order.id, flow: order.flow.id)
            let workspace = try self.workspaces.make(for: order.id.run, flow: order.flow.id, shared: order.reuseSpace)
            return TaskPlace(
                workspace: workspace, log: log, cache: self.cache, host: self.name, environment: self.environment, facts: self.facts,
                progress: progress)
        }
    }
}
