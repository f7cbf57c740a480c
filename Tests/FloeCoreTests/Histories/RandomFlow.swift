import FloeCore
import FloeTesting

/// Flows of all shapes that validate: loops, merges, clean-up, children, instances, templates, overlaps.
enum RandomFlow {
    static func make(_ id: String, among ids: [String], _ random: inout Seeded) -> Flow {
        var nodes: [Node] = []
        var tags = ["trigger.good"]
        let names = (0..<random.number(2...6)).map { "n\($0)" }
        for (at, name) in names.enumerated() {
            nodes.append(self.task(name, listen: at == 0 ? "trigger.good" : random.pick(tags), names: names, ids: ids, &random))
            tags += Array(repeating: "task.\(name).good", count: 3) + ["task.\(name).bad"]
            tags += random.pick([[], ["task.\(name).cancelled"], ["task.\(name).error"], ["task.\(name).3"]])
            if at > 0, random.chance(30), let merge = self.merge("m\(at)", tags, &random) {
                nodes.append(merge)
                tags.append("merge.m\(at).good")
            }
        }
        if random.chance(30), case .merge = nodes[1].kind {
        } else if random.chance(30) {
            var back = Node("back", .executing(type: "exec"), listen: [random.pick(Array(tags.dropFirst()))])
            back.maxPasses = 3
            nodes.append(back)
            tags.append("task.back.good")
            if random.chance(50) { nodes[1].listen = ["task.back.good"] }
        }
        if random.chance(70) {
            for at in 0..<random.number(1...2) {
                let ends = tags.dropFirst().filter { !$0.hasSuffix(".cancelled") }
                nodes.append(Node("end\(at)", .end(random.pick([nil, nil, .bad])), listen: [random.pick(Array(ends))]))
            }
        }
        var flow = Flow(id: id, nodes: nodes)
        flow.resourceTags = Array(["x", "y", "z"].shuffled(using: &random).prefix(random.pick([0, 0, 1, 2])))
        flow.overlap = random.pick(Flow.Overlap.allCases)
        flow.overlapKey = random.chance(50) ? "{{trigger.branch}}" : nil
        flow.reuseSpace = random.chance(20)
        flow.timeout = random.chance(33) ? Span(seconds: 200) : nil
        flow.queueTimeout = random.chance(33) ? Span(seconds: 100) : nil
        flow.cleanupTimeout = Span(seconds: 60)
        flow.flowFile = random.chance(30) ? "flow.yml" : nil
        if random.chance(10) {
            var trigger = Trigger(id: "after", kind: .flow)
            trigger.flow = random.pick(ids)
            trigger.result = random.pick(Trigger.EndResult.allCases)
            flow.triggers = [trigger]
        }
        return flow
    }

    private static func task(_ name: String, listen: String, names: [String], ids: [String], _ random: inout Seeded) -> Node {
        let kind = random.pick(["exec", "exec", "exec", "exec", "exec", "exec", "exec", "timer", "data", "flow"])
        var node: Node
        switch kind {
        case "timer":
            node = Node(name, .timer(.init(period: Span(seconds: Int64(random.number(0...30))))), listen: [listen])
        case "data":
            node = Node(name, .data(.init(form: Form(fields: [FormField(id: "v")]))), listen: [listen])
        case "flow":
            node = Node(name, .flow(.init(flow: random.pick(ids), wait: random.chance(80))), listen: [listen])
        default:
            node = Node(name, .executing(type: "exec"), listen: [listen])
            node.useStatus = random.chance(15)
            node.ignoreFail = !node.useStatus && random.chance(15)
            node.retry = Retry(
                attempts: random.pick([1, 1, 2, 3]), delay: Span(seconds: random.pick([0, 5])), backoff: random.pick([1, 2]),
                when: random.pick([[.bad, .timedOut], [.bad, .timedOut], [.bad, .timedOut, .lost]]))
            if !node.useStatus, random.chance(20) { node.instances = Array(["a", "b", "c"].prefix(random.number(2...3))) }
            if random.chance(10) {
                let source = random.pick(["trigger"] + names.map { "task.\($0)" })
                node.options["cmd"] = .string("echo {{\(source).v}}")
            }
        }
        if kind == "data" || kind == "flow", random.chance(50) { node.timeout = Span(seconds: Int64(random.number(5...50))) }
        node.maxPasses = random.number(1...4)
        return node
    }

    private static func merge(_ id: String, _ tags: [String], _ random: inout Seeded) -> Node? {
        var wait: [String] = []
        for tag in tags.shuffled(using: &random) where wait.count < 2 && !wait.contains(tag) { wait.append(tag) }
        guard wait.count == 2 else { return nil }
        var node = Node(id, .merge(.init(any: random.chance(40), again: random.chance(40))), listen: wait)
        node.maxPasses = random.number(1...4)
        return node
    }
}
