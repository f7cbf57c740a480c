import FloeCore

/// The nodes of a flow by index, and which start which.
struct FlowGraph {
    /// For each node where each of its tags comes from: a node, or nil for the trigger.
    let sources: [[Int?]]
    /// For each node the nodes that hear a tag of it.
    let hearers: [[Int]]
    let isMerge: [Bool]
    /// Whether a node starts only when all its tags have come.
    let needsAll: [Bool]

    /// Tags of nodes that are not there count as coming, and nodes without any tag as started: that was told already.
    init(_ nodes: [DraftNode]) {
        let index = Dictionary(nodes.enumerated().map { ($1.node.id, $0) }, uniquingKeysWith: { first, _ in first })
        var sources: [[Int?]] = []
        var hearers = [[Int]](repeating: [], count: nodes.count)
        for (at, node) in nodes.enumerated() {
            var mine: [Int?] = []
            for tag in node.tags {
                let words = tag.text.split(separator: ".", maxSplits: 2)
                let source = words.count == 3 ? index[String(words[1])] : nil
                mine.append(source)
                if let source { hearers[source].append(at) }
            }
            sources.append(mine.isEmpty ? [nil] : mine)
        }
        self.sources = sources
        self.hearers = hearers
        self.isMerge = nodes.map(\.isMerge)
        self.needsAll = nodes.map { draft in
            if case .merge(let merge) = draft.node.kind { return !merge.any }
            return false
        }
    }

    var count: Int { self.sources.count }

    /// The nodes that can start if every merge fires on the first tag, save those that never fire.
    func reached(without blocked: Int? = nil) -> [Bool] {
        var reached = [Bool](repeating: false, count: self.count)
        var todo = (0..<self.count).filter { self.sources[$0].contains { $0 == nil } }
        for node in todo { reached[node] = true }
        while let node = todo.popLast() {
            if node == blocked { continue }
            for next in self.hearers[node] where !reached[next] {
                reached[next] = true
                todo.append(next)
            }
        }
        return reached
    }

    /// The nodes that can start when merges of all wait for all.
    func started() -> [Bool] {
        var started = [Bool](repeating: false, count: self.count)
        // Tags each node still waits for; one that waits for all starts at zero, any other at the first.
        var missing = self.sources.map { sources in sources.count { $0 != nil } }
        var todo = (0..<self.count).filter { node in
            self.needsAll[node] ? missing[node] == 0 : self.sources[node].contains { $0 == nil }
        }
        for node in todo { started[node] = true }
        while let node = todo.popLast() {
            for next in self.hearers[node] {
                missing[next] -= 1
                guard !started[next], !self.needsAll[next] || missing[next] == 0 else { continue }
                started[next] = true
                todo.append(next)
            }
        }
        return started
    }

    /// The nodes that can start more than once in a run: those on a cycle, and all that they lead to.
    func repeating(also seeds: [Int]) -> [Bool] {
        var repeating = [Bool](repeating: false, count: self.count)
        var todo = seeds + self.onCycles(among: { _ in true })
        for node in todo { repeating[node] = true }
        while let node = todo.popLast() {
            for next in self.hearers[node] where !repeating[next] {
                repeating[next] = true
                todo.append(next)
            }
        }
        return repeating
    }

    /// The nodes on a cycle that goes only through nodes that are let in: those in a strongly connected component of their own making.
    func onCycles(among lets: (Int) -> Bool) -> [Int] {
        // Tarjan's algorithm with a stack of its own: a flow may be a chain of thousands.
        var number = [Int](repeating: -1, count: self.count)
        var low = number
        var onPath = [Bool](repeating: false, count: self.count)
        var path: [Int] = []
        var next = 0
        var result: [Int] = []
        for root in 0..<self.count where number[root] < 0 && lets(root) {
            var frames: [(node: Int, edge: Int)] = [(root, 0)]
            while let frame = frames.last {
                let node = frame.node
                if frame.edge == 0 {
                    number[node] = next
                    low[node] = next
                    next += 1
                    path.append(node)
                    onPath[node] = true
                }
                let edges = self.hearers[node]
                if frame.edge < edges.count {
                    frames[frames.count - 1].edge += 1
                    let to = edges[frame.edge]
                    if !lets(to) { continue }
                    if number[to] < 0 {
                        frames.append((to, 0))
                    } else if onPath[to] {
                        low[node] = min(low[node], number[to])
                    }
                    continue
                }
                frames.removeLast()
                if let above = frames.last { low[above.node] = min(low[above.node], low[node]) }
                guard low[node] == number[node] else { continue }
                var component: [Int] = []
                while let member = path.popLast() {
                    onPath[member] = false
                    component.append(member)
                    if member == node { break }
                }
                if component.count > 1 || self.hearers[node].contains(node) { result += component }
            }
        }
        return result.sorted()
    }
}
