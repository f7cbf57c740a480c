public import FloeCore

/// A flow as a picture: triggers and nodes, who hears whom, and in which column each stands. Hidden nodes are drawn through.
public struct GraphView: Sendable, Hashable, Codable {
    public struct Node: Sendable, Hashable, Codable {
        public var id: String
        public var name: String
        /// `trigger`, `task` or `merge`.
        public var `class`: String
        public var type: String
    }

    public struct Edge: Sendable, Hashable, Codable {
        public var from: String
        public var to: String
        public var tag: String
    }

    public var nodes: [Node]
    public var edges: [Edge]
    /// Ids by column; triggers are in the first.
    public var levels: [[String]]

    public init(_ compiled: CompiledFlow) {
        let flow = compiled.flow
        let triggers = flow.triggers.map { Node(id: $0.id, name: $0.name, class: "trigger", type: $0.kind.rawValue) }
        let shown = flow.nodes.filter { !$0.hidden }
        self.nodes = triggers + shown.map { Node(id: $0.id, name: $0.name, class: $0.shownClass, type: $0.shownType) }
        self.edges = Self.edges(of: flow)
        self.levels = Self.levels(triggers: triggers.map(\.id), nodes: shown.map(\.id), edges: self.edges)
    }

    private static func edges(of flow: Flow) -> [Edge] {
        let hidden = Dictionary(flow.nodes.filter(\.hidden).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var edges: [Edge] = []
        for node in flow.nodes where !node.hidden {
            var todo = Array(node.listen.reversed())
            var seen: Set<String> = []
            while let tag = todo.popLast() {
                guard seen.insert(tag).inserted else { continue }
                if tag == "trigger.good" {
                    edges += flow.triggers.map { Edge(from: $0.id, to: node.id, tag: tag) }
                    continue
                }
                guard let source = Self.source(of: tag) else { continue }
                if let through = hidden[source] {
                    todo += through.listen.reversed()
                } else {
                    edges.append(Edge(from: source, to: node.id, tag: tag))
                }
            }
        }
        return edges
    }

    /// The id in `task.<id>.good` or `merge.<id>.good`.
    private static func source(of tag: String) -> String? {
        guard let first = tag.firstIndex(of: "."), let last = tag.lastIndex(of: "."), first < last else { return nil }
        return String(tag[tag.index(after: first)..<last])
    }

    /// The longest way from a trigger, not counting edges that lead back in a loop.
    private static func levels(triggers: [String], nodes: [String], edges: [Edge]) -> [[String]] {
        let ids = triggers + nodes
        let index = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var next = [[Int]](repeating: [], count: ids.count)
        for edge in edges {
            guard let from = index[edge.from], let to = index[edge.to], from != to else { continue }
            next[from].append(to)
        }
        let order = Self.order(count: ids.count, next: &next)
        var level = [Int](repeating: 0, count: ids.count)
        for at in ids.indices where at >= triggers.count { level[at] = 1 }
        for from in order {
            for to in next[from] { level[to] = max(level[to], level[from] + 1) }
        }
        var levels = [[String]](repeating: [], count: (level.max() ?? 0) + 1)
        for (at, id) in ids.enumerated() { levels[level[at]].append(id) }
        return ids.isEmpty ? [] : levels
    }

    /// An order in which every node comes after those that lead to it; edges that lead back are taken out of `next`.
    private static func order(count: Int, next: inout [[Int]]) -> [Int] {
        enum Mark { case new, open, done }
        var marks = [Mark](repeating: .new, count: count)
        var order: [Int] = []
        for start in 0..<count where marks[start] == .new {
            var stack = [(node: start, edge: 0)]
            marks[start] = .open
            while let (node, edge) = stack.last {
                guard edge < next[node].count else {
                    marks[node] = .done
                    order.append(node)
                    stack.removeLast()
                    continue
                }
                let to = next[node][edge]
                switch marks[to] {
                case .open: next[node].remove(at: edge)
                case .done: stack[stack.count - 1].edge += 1
                case .new:
                    stack[stack.count - 1].edge += 1
                    marks[to] = .open
                    stack.append((to, 0))
                }
            }
        }
        return order.reversed()
    }
}

extension Node {
    var shownClass: String { if case .merge = self.kind { "merge" } else { "task" } }

    var shownType: String {
        if case .merge(let merge) = self.kind { merge.any ? "any" : "all" } else { self.kind.name }
    }
}
