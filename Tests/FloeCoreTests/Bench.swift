import Testing

@testable import FloeCore

/// A hub with a few flows and nothing around it: events go in, rows and effects come out.
struct Bench {
    var hub: HubState
    var disk = Disk()
    var now = Moment(milliseconds: 0)
    /// Effects of the last event.
    var effects: [HubEffect] = []
    var frozen: [String: FrozenFlow] = [:]

    init(_ flows: Flow..., slots: Int = 4, limits: [String: Int] = [:], hostTags: Set<String> = [], maxLive: Int = 1000) {
        var settings = HubSettings(host: "h1", hostTags: hostTags, slots: slots, limits: limits, keeper: "k1")
        settings.maxLive = maxLive
        self.hub = HubState(settings: settings)
        for flow in flows { self.frozen[flow.id] = FrozenFlow(digest: "d-\(flow.id)", flow: flow) }
        self.tell(.catalog(FlowCatalog(Array(self.frozen.values))))
    }

    /// Starts a run of a flow; the first flow when there is but one.
    @discardableResult
    mutating func trigger(_ flow: String = "f", _ values: Values = [:], key: String? = nil) -> RunRef {
        self.tell(.trigger(TriggerRequest(flow: self.frozen[flow]!, cause: .init(trigger: "t"), values: values, key: key), 1))
        guard case .accepted(let ref)? = self.replies.first else { return RunRef(host: "none", number: 1) }
        return ref
    }

    @discardableResult
    mutating func tell(_ event: HubEvent, after seconds: Int64 = 1) -> [HubEffect] {
        self.now = self.now + Span(seconds: seconds)
        let decision = self.hub.decide([event], at: self.now)
        self.disk.write(decision.changes)
        self.effects = decision.effects
        return decision.effects
    }

    mutating func outcome(
        _ run: RunRef, _ node: String, _ pass: Int = 1, _ attempt: Int = 1, _ instance: String = "", status: Int = 0, values: Values = [:]
    ) {
        self.tell(
            .outcome(self.id(run, node, pass, attempt, instance), Outcome(status == 0 ? .good : .bad, status: status, values: values)))
    }

    mutating func outcome(_ run: RunRef, _ node: String, _ pass: Int = 1, _ kind: Outcome.Kind) {
        self.tell(.outcome(self.id(run, node, pass), Outcome(kind)))
    }

    mutating func answer(_ run: RunRef, _ node: String, _ pass: Int? = nil, good: Bool = true, values: Values = [:], key: String? = nil) {
        self.tell(.answer(AnswerRequest(run: run, node: node, pass: pass, good: good, values: values, by: "ann", key: key), 1))
    }

    /// A hub opened anew from what is stored.
    mutating func restart() {
        self.hub = HubState(settings: self.hub.settings, host: self.disk.host, runs: self.disk.live)
        self.tell(.catalog(FlowCatalog(Array(self.frozen.values))))
    }

    mutating func retry(_ run: RunRef, from: String? = nil) {
        self.tell(.retry(self.disk.stored(run)!, from: from, by: "ann", 1))
    }

    func id(_ run: RunRef, _ node: String, _ pass: Int = 1, _ attempt: Int = 1, _ instance: String = "") -> OrderID {
        OrderID(run: run, node: node, pass: pass, attempt: attempt, instance: instance)
    }

    var replies: [Reply] { self.effects.compactMap { if case .reply(_, let reply) = $0 { reply } else { nil } } }
    /// Orders started by the last event, as `node.pass.attempt`.
    var started: [String] {
        self.effects.compactMap { if case .start(let order) = $0 { String(order.id.description.split(separator: "/")[1]) } else { nil } }
    }
    var stopped: [String] {
        self.effects.compactMap { if case .stop(let id) = $0 { String(id.description.split(separator: "/")[1]) } else { nil } }
    }
    var conflicted: Bool { if case .conflict? = self.replies.first { true } else { false } }

    func row(_ run: RunRef) -> RunRow? { self.disk.runs[run] }
    func tags(_ run: RunRef) -> [String] { (self.disk.events[run] ?? []).map(\.tag) }
    func pass(_ run: RunRef, _ node: String, _ pass: Int = 1) -> PassRow? {
        self.disk.passes[run]?[PassRow.Key(run: run, node: node, pass: pass)]
    }
}

/// Nodes in a word.
func exec(_ id: String, _ listen: String = "trigger.good", _ change: (inout Node) -> Void = { _ in }) -> Node {
    var node = Node(id, .executing(type: "exec"), listen: [listen])
    change(&node)
    return node
}

func merge(_ id: String, _ wait: [String], any: Bool = false, again: Bool = false) -> Node {
    Node(id, .merge(.init(any: any, again: again)), listen: wait)
}

func end(_ listen: String, _ result: Node.EndResult? = nil, id: String = "end") -> Node { Node(id, .end(result), listen: [listen]) }

func data(_ id: String, _ listen: String) -> Node { Node(id, .data(.init(form: Form(fields: [FormField(id: "who")]))), listen: [listen]) }

func call(_ id: String, _ listen: String, _ flow: String, wait: Bool = true) -> Node {
    Node(id, .flow(.init(flow: flow, wait: wait)), listen: [listen])
}

func flow(_ id: String, _ nodes: Node..., change: (inout Flow) -> Void = { _ in }) -> Flow {
    var flow = Flow(id: id, nodes: nodes)
    change(&flow)
    return flow
}
