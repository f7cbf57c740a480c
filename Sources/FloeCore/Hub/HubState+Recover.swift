extension HubState {
    /// The effects that may not have been performed before a crash. Changes nothing; may be asked for any number of times. A `tick`
    /// belongs after it.
    public func recover() -> [HubEffect] {
        var effects: [HubEffect] = []
        for run in self.runs.values.sorted(by: { $0.age < $1.age }) {
            if run.row.phase == .pending, run.row.readyAt == nil, run.flow.flowFile != nil { effects.append(.load(run.row.ref)) }
            for (node, pass) in run.inFlight where run.compiled.isExecuting(node) {
                let held = run.nodes[node].passes[pass]
                for part in 0..<held.partCount where held[part: part].state == .running {
                    let order = run.order(node: node, pass: pass, part: part)
                    effects.append(held.head.stopping ? .stop(order.id) : .start(order))
                }
            }
        }
        return effects
    }

    /// The attempts that a cancel of the run stops: its own that run, and those of the runs it started. Nil when it is not live.
    public func running(of ref: RunRef) -> [OrderID]? {
        guard let run = self.runs[ref] else { return nil }
        return run.inFlight.flatMap { node, pass in
            let held = run.nodes[node].passes[pass]
            if let child = held.head.child { return self.running(of: child) ?? [] }
            guard run.compiled.isExecuting(node) else { return [] }
            return (0..<held.partCount).filter { held[part: $0].state == .running }.map {
                run.order(node: node, pass: pass, part: $0).id
            }
        }
    }

    /// The runs that have not ended, in no order.
    public var liveRefs: [RunRef] { Array(self.runs.keys) }

    /// The live runs as rows, by age; what a store must hold after each commit.
    public var liveRuns: [StoredRun] {
        self.runs.values.sorted { $0.age < $1.age }.map { run in
            let passes = run.nodes.flatMap { $0.passes.flatMap { [$0.head] + $0.parts } }
            return StoredRun(row: run.row, flow: run.frozen, passes: passes.sorted { $0.key < $1.key }, events: [])
        }
    }

    /// Live runs by phase, and attempts that run.
    public var load: (pending: Int, active: Int, running: Int) {
        var pending = 0
        for run in self.runs.values where run.row.phase == .pending { pending += 1 }
        return (pending, self.runs.count - pending, self.usedSlots)
    }
}
