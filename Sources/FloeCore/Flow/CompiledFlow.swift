/// A flow with its nodes by index and its listeners by tag, so that routing an event costs what it starts and no more.
public final class CompiledFlow: Sendable {
    public let flow: Flow
    /// Index of a node by its id.
    public let index: [String: Int]
    /// Nodes that hear a tag, in the order of the file.
    public let listeners: [String: [Int]]
    public let hasEnd: Bool
    /// How many different tags a node listens for.
    let tagCounts: [Int]
    /// References to triggers and tasks in the node's texts, by node.
    let references: [[Template.Reference]]

    public init(_ flow: Flow) {
        self.flow = flow
        var index: [String: Int] = [:]
        var listeners: [String: [Int]] = [:]
        for (at, node) in flow.nodes.enumerated() {
            index[node.id] = at
            for tag in node.listen where listeners[tag]?.last != at { listeners[tag, default: []].append(at) }
        }
        self.index = index
        self.listeners = listeners
        self.hasEnd = flow.nodes.contains { if case .end = $0.kind { true } else { false } }
        self.tagCounts = flow.nodes.map { Set($0.listen).count }
        self.references = flow.nodes.map { $0.runReferences(flowEnv: flow.env) }
    }

    func isEnd(_ node: Int) -> Bool { if case .end = self.flow.nodes[node].kind { true } else { false } }

    func isMerge(_ node: Int) -> Bool { if case .merge = self.flow.nodes[node].kind { true } else { false } }

    func isExecuting(_ node: Int) -> Bool { if case .executing = self.flow.nodes[node].kind { true } else { false } }

    /// Who hears an event, and as which tag: its own if anybody listens to it, else that of its good flag.
    func route(tag: String, good: Bool?) -> (heardAs: String, nodes: [Int]) {
        if let nodes = self.listeners[tag] { return (tag, nodes) }
        guard let good, tag.hasPrefix("task."), let dot = tag.lastIndex(of: ".") else { return (tag, []) }
        let fallback = tag[...dot] + (good ? "good" : "bad")
        return (String(fallback), self.listeners[String(fallback)] ?? [])
    }

    /// The nodes that lead on from these over listened tags, these included.
    func downstream(of start: [Int]) -> Set<Int> {
        let byNode = self.emits
        var seen = Set(start)
        var todo = start
        while let node = todo.popLast() {
            for next in byNode[node] where seen.insert(next).inserted { todo.append(next) }
        }
        return seen
    }

    /// For each node the nodes that hear a tag of it. Worked out when asked for: only retries ask.
    private var emits: [[Int]] {
        var edges = [[Int]](repeating: [], count: self.flow.nodes.count)
        for (tag, hearers) in self.listeners {
            let words = tag.split(separator: ".", maxSplits: 2)
            guard words.count == 3, let source = self.index[String(words[1])] else { continue }
            edges[source] += hearers
        }
        return edges
    }
}

extension Node {
    /// The references of its texts that are looked up in the run: triggers and tasks.
    public func runReferences(flowEnv: [String]) -> [Template.Reference] {
        var found: [Template.Reference] = []
        func look(_ text: String) {
            guard text.utf8.contains(0x7B), let template = try? Template(parsing: text) else { return }
            for reference in template.references {
                switch reference.source {
                case .trigger, .task: if !found.contains(reference) { found.append(reference) }
                case .workspace, .host: break
                }
            }
        }
        func look(in value: Value) {
            switch value {
            case .string(let text): look(text)
            case .list(let list): list.forEach(look(in:))
            case .map(let map): for key in map.keys.sorted() { look(in: map[key]!) }
            case .null, .bool, .int, .double, .sealed: break
            }
        }
        switch self.kind {
        case .executing:
            flowEnv.forEach(look)
            self.env.forEach(look)
            look(in: .map(self.options))
            [self.hooks.condition, self.hooks.pre, self.hooks.post].compactMap(\.self).forEach(look)
        case .timer(let wait): wait.until.map(look)
        case .data(let request):
            look(request.form.title)
            for field in request.form.fields {
                look(field.prompt)
                field.value.map(look(in:))
            }
        case .flow(let call): look(in: .map(call.values))
        case .merge, .end: break
        }
        return found
    }
}
