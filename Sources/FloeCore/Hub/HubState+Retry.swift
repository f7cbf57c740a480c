extension HubState {
    /// An archived run goes on in its next round: the same flow, workspace and numbers.
    mutating func retry(_ stored: StoredRun, from: String?, by: String, _ token: HubEvent.Token?) {
        let ref = stored.row.ref
        guard self.runs[ref] == nil, stored.row.phase == .archive else {
            return self.reply(token, .conflict("\(ref) is not archived: it can be retried when it has ended"))
        }
        guard (self.cluster == nil && self.shared == nil) || stored.row.execHost == self.settings.host else {
            return self.reply(token, .conflict("the workspace of \(ref) is on \(stored.row.execHost), which alone can go on with it"))
        }
        var run = Run(stored)
        switch Self.plan(run, from: from) {
        case .failure(let refusal): return self.reply(token, .conflict(refusal.reason))
        case .success(let plan):
            if let rival = self.rival(of: run) {
                return self.reply(token, .conflict("\(rival) is live, and overlap would end \(ref) at once"))
            }
            let changed = run.reset(plan.reset, keepTrigger: plan.restart != nil)
            run.row.restart = plan.restart
            run.row.phase = .pending
            run.row.result = nil
            run.row.reason = ""
            run.row.detail = ""
            run.row.by = ""
            run.row.ending = nil
            run.row.parent = nil
            run.row.lastEvent = nil
            run.row.endedAt = nil
            run.row.bytes = nil
            run.row.activatedAt = nil
            run.row.fence = nil
            run.row.round += 1
            run.row.adoptedAt = self.now
            run.row.deadline = run.flow.queueTimeout.map { self.now + $0 }
            let isReady = run.row.readyAt != nil
            run.row.readyAt = nil
            self.enter(run)
            self.touch(ref)
            for (node, pass) in changed { self.touch(ref, node, pass) }
            self.emit(ref, "sys.state", own: ["state": "add-pend", "by": .string(by)])
            self.reply(token, .accepted(ref))
            if !isReady, run.flow.flowFile != nil { self.effects.append(.load(ref)) } else { self.makeReady(ref) }
        }
    }

    /// The live run because of which overlap would end this one at once.
    private func rival(of run: Run) -> RunRef? {
        guard let lock = run.row.tags.first(where: { $0.hasPrefix("flow:") }) else { return nil }
        let rivals = self.liveRuns(wanting: lock)
        switch run.flow.overlap {
        case .skip: return rivals.first?.ref
        case .cancelPrevious: return rivals.first { $0.ref > run.row.ref }?.ref
        case .allow, .queue: return nil
        }
    }

    struct RetryPlan: Sendable {
        /// Nodes whose passes are void.
        var reset: Set<Int>
        /// Where the round begins; nil begins with the trigger.
        var restart: [RunRow.Restart]?
    }

    struct RetryRefusal: Error {
        var reason: String
    }

    /// Which nodes a retry takes back, and with which it begins.
    private static func plan(_ run: Run, from: String?) -> Result<RetryPlan, RetryRefusal> {
        func refuse(_ reason: String) -> Result<RetryPlan, RetryRefusal> { .failure(RetryRefusal(reason: reason)) }
        let last = run.lastPasses
        var start: Int?
        if let from {
            guard let node = run.compiled.index[from] else { return refuse("\(run.row.ref) has no node '\(from)'") }
            let isOwed = run.row.restart?.contains { $0.node == from } ?? false
            guard last[node] != nil || isOwed else {
                return refuse("\(from) of \(run.row.ref) never ran: there is nothing to retry from")
            }
            start = node
        }
        if run.row.readyAt == nil { return .success(RetryPlan(reset: [], restart: nil)) }
        // A round that ended before it became active still owes what it was to begin with.
        let owed = run.row.restart ?? []
        if !owed.isEmpty, start == nil || owed.contains(where: { $0.node == from }) {
            return .success(RetryPlan(reset: [], restart: owed))
        }
        if last.isEmpty { return .success(RetryPlan(reset: Set(run.nodes.indices), restart: nil)) }
        let candidates = last.filter { node, pass in
            if node == start { return true }
            if pass.cleanup { return false }
            return start == nil ? pass.outcome != .good && pass.outcome != .skipped : pass.outcome == .cancelled
        }.keys.sorted()
        guard !candidates.isEmpty else {
            return refuse("nothing of \(run.row.ref) failed; name the node to retry from")
        }
        let reach = Dictionary(uniqueKeysWithValues: candidates.map { ($0, run.compiled.downstream(of: [$0])) })
        var roots = candidates.filter { node in
            !candidates.contains { $0 != node && reach[$0]!.contains(node) && !reach[node]!.contains($0) }
        }
        if start == nil {
            // Of a circle the one that began first.
            roots = roots.filter { node in
                !roots.contains { other in
                    other != node && reach[other]!.contains(node) && reach[node]!.contains(other)
                        && last[other]!.began < last[node]!.began
                }
            }
        }
        let reset = run.compiled.downstream(of: roots)
        let restart = roots.map { RunRow.Restart(node: run.node($0).id, cause: last[$0]!.cause) }
        let rest = owed.filter { entry in run.compiled.index[entry.node].map { !reset.contains($0) } ?? false }
        return .success(RetryPlan(reset: reset, restart: restart + rest))
    }
}

extension Run {
    /// Of each node that runs something, the last pass that counts.
    var lastPasses: [Int: PassRow] {
        var last: [Int: PassRow] = [:]
        for node in self.nodes.indices {
            switch self.node(node).kind {
            case .merge, .end: continue
            case .executing, .timer, .data, .flow: break
            }
            // Of a node that ran again as clean-up, what it did before counts.
            let counting = self.nodes[node].passes.last { !$0.head.void && !$0.head.cleanup }
            last[node] = (counting ?? self.nodes[node].passes.last { !$0.head.void })?.head
        }
        return last
    }

    /// Takes back the passes of these nodes and all clean-up; gives the passes that changed. A merge among them keeps what it heard
    /// from elsewhere.
    mutating func reset(_ nodes: Set<Int>, keepTrigger: Bool) -> [(node: Int, pass: Int)] {
        var changed: [(node: Int, pass: Int)] = []
        for node in self.nodes.indices {
            var kept: [String: Int] = [:]
            for pass in self.nodes[node].passes.indices {
                let head = self.nodes[node].passes[pass].head
                guard !head.void, nodes.contains(node) || head.cleanup else { continue }
                if self.compiled.isMerge(node), !head.cleanup {
                    kept.merge(head.heard.filter { self.isOutside(nodes, $0.value, keepTrigger: keepTrigger) }) { $1 }
                }
                self.nodes[node].passes[pass].head.void = true
                self.nodes[node].passes[pass].head.state = .ended
                changed.append((node, pass))
            }
            if !kept.isEmpty {
                let pass = self.nodes[node].passes.count
                var head = PassRow(
                    key: PassRow.Key(run: self.row.ref, node: self.node(node).id, pass: pass + 1), state: .waiting,
                    cause: kept.values.min() ?? 0)
                head.heard = kept
                self.nodes[node].passes.append(Pass(head: head))
                changed.append((node, pass))
            }
            self.nodes[node].counted = self.nodes[node].passes.count { !$0.head.void }
            self.nodes[node].current = self.nodes[node].passes.firstIndex { $0.inFlight } ?? self.nodes[node].passes.count
        }
        return changed
    }

    /// Whether an event comes from elsewhere than the nodes. The trigger's does when it is not emitted again.
    private func isOutside(_ nodes: Set<Int>, _ event: Int, keepTrigger: Bool) -> Bool {
        guard let heard = self.heard[event] else { return false }
        if heard.node < 0 { return keepTrigger }
        return !nodes.contains(heard.node) && !heard.cleanup
    }
}

extension PassRow {
    /// Order of beginning; one that never began comes last.
    fileprivate var began: (Int, Int) { (self.startEvent == 0 ? Int.max : self.startEvent, self.queue) }
}
