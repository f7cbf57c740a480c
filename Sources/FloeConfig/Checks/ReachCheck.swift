import FloeCore

/// Whether each node can be started, each merge be filled, and no merges feed each other alone.
struct ReachCheck {
    let problems: ProblemList
    let draft: DraftFlow
    private let graph: FlowGraph

    init(problems: ProblemList, draft: DraftFlow) {
        self.problems = problems
        self.draft = draft
        self.graph = FlowGraph(draft.nodes)
    }

    func check() {
        let nodes = self.draft.nodes
        let reached = self.graph.reached()
        for (at, node) in nodes.enumerated() where !reached[at] && !node.tags.isEmpty && !node.node.hidden {
            self.problems.error(
                at: node.fields.place, "nothing leads from a trigger to '\(node.node.id)'",
                "let it, or a node before it, listen to trigger.good")
        }
        self.checkMergeCycles()
        self.checkFilling(reached)
        self.checkExclusive()
    }

    private func checkMergeCycles() {
        let circle = self.graph.onCycles { self.graph.isMerge[$0] }
        guard let first = circle.first else { return }
        let ids = circle.map { "'\(self.draft.nodes[$0].node.id)'" }.joined(separator: ", ")
        self.problems.error(
            at: self.draft.nodes[first].fields.place, "the merges \(ids) wait for each other in a circle",
            "put a task into it, or take a tag out")
    }

    /// A merge is at fault when a tag of it cannot come unless the merge fires first, or cannot come at all.
    private func checkFilling(_ reached: [Bool]) {
        let started = self.graph.started()
        let circle = Set(self.graph.onCycles { self.graph.isMerge[$0] })
        var looked = 0
        for at in 0..<self.graph.count where reached[at] && !started[at] && self.graph.needsAll[at] && !circle.contains(at) {
            // Each costs a walk over the whole flow; a file with so many of them is not mended in one go anyway.
            looked += 1
            if looked > 50 { break }
            let node = self.draft.nodes[at]
            let without = self.graph.reached(without: at)
            for (source, tag) in zip(self.graph.sources[at], node.tags) {
                guard let source, !without[source] else { continue }
                self.cannotFill(
                    node, tag.place, "'\(tag.text)' only comes after it, or never", "wait for something that comes before, or use type: any"
                )
            }
        }
    }

    /// Two tags of one pass never come both; two passes are needed.
    private func checkExclusive() {
        let again = self.draft.nodes.indices.filter { at in
            guard case .merge(let merge) = self.draft.nodes[at].node.kind else { return false }
            return merge.any && merge.again && self.draft.nodes[at].tags.count > 1
        }
        let repeating = self.graph.repeating(also: again)
        for at in 0..<self.graph.count where self.graph.needsAll[at] {
            var first: [Int: String] = [:]
            for (source, tag) in zip(self.graph.sources[at], self.draft.nodes[at].tags) {
                guard let source, !repeating[source] else { continue }
                if let other = first[source] {
                    let id = self.draft.nodes[source].node.id
                    self.cannotFill(
                        self.draft.nodes[at], tag.place, "'\(id)' ends once, and emits either '\(other)' or '\(tag.text)'", "use type: any")
                } else {
                    first[source] = tag.text
                }
            }
        }
    }

    private func cannotFill(_ node: DraftNode, _ place: Place, _ why: String, _ remedy: String) {
        let what = node.node.hidden ? "'depends-on'" : "the merge '\(node.node.id)'"
        self.problems.error(at: place, "\(what) can never fill: \(why)", remedy)
    }
}
