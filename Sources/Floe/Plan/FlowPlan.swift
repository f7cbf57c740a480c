import FloeAPI
import FloeConfig
import FloeCore

/// What a flow would do, as far as it can be told without running it.
struct FlowPlan: Encodable {
    struct Step: Encodable {
        var id: String
        var name: String
        /// `trigger`, `task` or `merge`.
        var `class`: String
        var type: String
        /// Tags that start it; empty for a trigger.
        var listens: [String]
        /// Questions it asks.
        var fields: [String]
        var secrets: [String]
        /// The flow it calls.
        var flow: String?
        /// Seconds.
        var timeout: Double?
        var attempts: Int
    }

    /// Something that only so many runs have at one time.
    struct Lock: Encodable {
        var tag: String
        var limit: Int
        /// `cluster` or `host`.
        var scope: String
        /// Why it is wanted: `resource-tags`, `overlap`, `reuse-space`.
        var by: String
    }

    var flow: String
    var version: Int
    var name: String
    var flowFile: String?
    var hostTags: [String]
    var locks: [Lock]
    /// What happens to a run that meets another: `allow`, `queue`, `skip`, `cancel-previous`.
    var overlap: String
    var secrets: [String]
    /// Seconds.
    var timeout: Double?
    /// Triggers first; then each node after those that lead to it.
    var levels: [[Step]]
    /// A flow with any of it cannot be started.
    var unsupported: [String]
    /// What was found in the file besides.
    var warnings: [String]

    init(_ frozen: FrozenFlow, in file: FlowFile) {
        let flow = frozen.flow
        self.flow = flow.id
        self.version = flow.version
        self.name = flow.name
        self.flowFile = flow.flowFile
        self.hostTags = flow.hostTags
        self.locks = Self.locks(of: flow, in: file)
        self.overlap = flow.overlap.rawValue
        self.secrets = Set(flow.nodes.flatMap(\.secrets)).sorted()
        self.timeout = flow.timeout?.seconds
        let graph = GraphView(frozen.compiled)
        let shown = Dictionary(graph.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.levels = graph.levels.map { $0.compactMap { id in shown[id].map { Self.step($0, in: frozen.compiled) } } }
        self.unsupported = file.unsupported[flow.key] ?? []
        self.warnings = file.warnings
    }

    private static func step(_ shown: GraphView.Node, in compiled: CompiledFlow) -> Step {
        var step = Step(
            id: shown.id, name: shown.name, class: shown.class, type: shown.type, listens: [], fields: [], secrets: [], attempts: 1)
        guard shown.class != "trigger", let at = compiled.index[shown.id] else {
            if let trigger = compiled.flow.triggers.first(where: { $0.id == shown.id }), trigger.kind == .data {
                step.fields = compiled.flow.form(of: trigger).fields.map(\.id)
            }
            return step
        }
        let node = compiled.flow.nodes[at]
        step.listens = Self.listens(node, in: compiled)
        step.secrets = node.secrets
        step.timeout = node.timeout?.seconds
        step.attempts = node.retry.attempts
        switch node.kind {
        case .data(let request): step.fields = request.form.fields.map(\.id)
        case .flow(let call): step.flow = call.flow
        case .executing, .timer, .merge, .end: break
        }
        return step
    }

    /// Merges that stand for `depends-on` are not shown: what they wait for is.
    private static func listens(_ node: Node, in compiled: CompiledFlow) -> [String] {
        node.listen.flatMap { tag -> [String] in
            let words = tag.split(separator: ".")
            guard words.count == 3, let at = compiled.index[String(words[1])], compiled.flow.nodes[at].hidden else { return [tag] }
            return Self.listens(compiled.flow.nodes[at], in: compiled)
        }
    }

    private static func locks(of flow: Flow, in file: FlowFile) -> [Lock] {
        var locks = flow.resourceTags.map { tag in
            let resource = file.common.resources[tag]
            return Lock(tag: tag, limit: resource?.limit ?? 1, scope: (resource?.scope ?? .cluster).rawValue, by: "resource-tags")
        }
        if flow.overlap != .allow {
            let key = flow.overlapKey ?? ""
            locks.append(Lock(tag: "flow:\(flow.id).\(flow.version):\(key)", limit: 1, scope: "cluster", by: "overlap"))
        }
        if flow.reuseSpace { locks.append(Lock(tag: "space:\(flow.id)", limit: 1, scope: "host", by: "reuse-space")) }
        return locks
    }
}
