/// What an executing node does: `exec`, `git-checkout`, `fetch`.
public protocol TaskType: Sendable {
    /// As flow files write it.
    var name: String { get }

    /// Whether its attempts go on under the host's keeper when this program ends.
    var outlives: Bool { get }

    /// Whether it waits for the gate of its place before anything of an attempt can be seen, so that it may be called while the start is
    /// being stored.
    var preparesAhead: Bool { get }

    /// Executes one attempt. Every failure is an outcome. When the task it is called in is cancelled it ends what it
    /// started, within the node's grace, and returns `cancelled` when all of it is gone.
    func run(_ order: Order, at place: TaskPlace) async -> Outcome
}

extension TaskType {
    public var outlives: Bool { false }
    public var preparesAhead: Bool { false }
}

/// What a task is given by the host it runs on.
public struct TaskPlace: Sendable {
    /// Absolute path of the run's workspace; it exists.
    public var workspace: String
    /// Absolute path of the attempt's log file, which the first to write makes; output is appended to it.
    public var log: String
    /// Absolute path of the host's caches (`cache/git`, `cache/fetch` below it).
    public var cache: String
    /// Name of the host.
    public var host: String
    /// What the host lets tasks see of its own environment.
    public var environment: [String: String]
    /// Facts of the host, by name.
    public var facts: [String: String]
    public var secrets = TaskSecrets()
    /// Opens when the start of the attempt is stored. Only types that `preparesAhead` are called before.
    public var gate: any StartGate = OpenGate()
    /// A text of floe's own as it may be seen: without secrets.
    public var shown: @Sendable (String) -> String = { $0 }
    /// Announces progress: a part of the work done from 0 to 1 where it is known, and a line of text.
    public var progress: @Sendable (_ done: Double?, _ text: String) -> Void

    public init(
        workspace: String, log: String, cache: String, host: String, environment: [String: String], facts: [String: String] = [:],
        progress: @escaping @Sendable (Double?, String) -> Void = { _, _ in }
    ) {
        self.workspace = workspace
        self.log = log
        self.cache = cache
        self.host = host
        self.environment = environment
        self.facts = facts
        self.progress = progress
    }
}
