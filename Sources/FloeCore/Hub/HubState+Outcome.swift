extension HubState {
    /// An agent tells how an attempt ended. Whatever comes of it, the agent need not keep it.
    mutating func outcome(_ order: OrderID, _ told: Outcome) {
        self.effects.append(.forget(order))
        let ref = order.run
        guard let node = self.runs[ref]?.compiled.index[order.node], self.runs[ref]!.compiled.isExecuting(node),
            order.pass >= 1, order.pass <= self.runs[ref]!.nodes[node].passes.count
        else { return }
        let pass = order.pass - 1
        guard let part = self.runs[ref]!.nodes[node].passes[pass].part(named: order.instance) else { return }
        let row = self.runs[ref]!.nodes[node].passes[pass][part: part]
        guard row.state == .running, row.attempt == order.attempt else { return }
        self.occupy(row.keeper, by: -1)
        var outcome = told
        if self.runs[ref]!.nodes[node].passes[pass].head.stopping {
            outcome.kind = .cancelled
        } else if told.kind == .cancelled {
            // Nobody asked for it: it was killed from outside.
            outcome.kind = .lost
        }
        let retry = self.runs[ref]!.node(node).retry
        if retry.when.contains(outcome.kind), row.attempt < retry.attempts {
            self.retryLater(ref, node, pass, part, outcome, retry)
        } else {
            self.endPart(ref, node, pass, part, outcome)
        }
        self.fold(ref, node, pass)
        self.settle(ref)
    }

    private mutating func retryLater(_ ref: RunRef, _ node: Int, _ pass: Int, _ part: Int, _ outcome: Outcome, _ retry: Retry) {
        var row = self.runs[ref]!.nodes[node].passes[pass][part: part]
        row.earlier.append(
            PassRow.Attempt(
                number: row.attempt, outcome: outcome.kind, status: outcome.status, reason: outcome.reason ?? "",
                startedAt: row.startedAt, endedAt: self.now))
        row.state = .waiting
        row.deadline = self.now + retry.wait(after: row.attempt)
        self.runs[ref]!.nodes[node].passes[pass][part: part] = row
        self.touch(ref, node, pass, part: part)
        self.arm(ref, node, pass, part: part)
    }

    private mutating func endPart(_ ref: RunRef, _ node: Int, _ pass: Int, _ part: Int, _ outcome: Outcome) {
        self.runs[ref]!.nodes[node].passes[pass][part: part].state = .ended
        self.runs[ref]!.nodes[node].passes[pass][part: part].outcome = outcome.kind
        self.runs[ref]!.nodes[node].passes[pass][part: part].status = outcome.status
        self.runs[ref]!.nodes[node].passes[pass][part: part].reason = outcome.reason ?? ""
        self.runs[ref]!.nodes[node].passes[pass][part: part].own = outcome.values
        self.runs[ref]!.nodes[node].passes[pass][part: part].deadline = nil
        self.runs[ref]!.nodes[node].passes[pass][part: part].endedAt = self.now
        self.touch(ref, node, pass, part: part)
    }

    /// Works out the state of a pass from its instances, and ends it when the last has ended.
    mutating func fold(_ ref: RunRef, _ node: Int, _ pass: Int) {
        let held = self.runs[ref]!.nodes[node].passes[pass]
        guard !held.parts.isEmpty else {
            if held.head.state == .ended {
                self.endPass(
                    ref, node, pass,
                    Outcome(
                        held.head.outcome ?? .lost, status: held.head.status, reason: held.head.reason.isEmpty ? nil : held.head.reason,
                        values: held.head.own))
            } else {
                self.announceUpdate(ref, node, pass)
            }
            return
        }
        let states = Set(held.parts.map(\.state))
        guard states == [.ended] else {
            let state: PassRow.State = states.contains(.running) ? .running : states.contains(.waiting) ? .waiting : .queued
            if state != held.head.state {
                self.runs[ref]!.nodes[node].passes[pass].head.state = state
                self.touch(ref, node, pass)
            }
            return self.announceUpdate(ref, node, pass)
        }
        self.endPass(ref, node, pass, Self.folded(held))
    }

    /// The outcome of a pass with several instances.
    private static func folded(_ pass: Pass) -> Outcome {
        if pass.head.stopping { return Outcome(.cancelled) }
        let outcomes = pass.parts.map { $0.outcome ?? .lost }
        let good = outcomes.count { $0 == .good }
        let skipped = outcomes.count { $0 == .skipped }
        if skipped == outcomes.count { return Outcome(.skipped) }
        let agreed = pass.parts.filter { $0.outcome == .good }.map(\.own)
        let common = agreed.dropFirst().reduce(agreed.first ?? [:]) { all, own in all.filter { own[$0.key] == $0.value } }
        if good + skipped == outcomes.count { return Outcome(.good, values: common) }
        let counts = "\(outcomes.count - good - skipped) of \(outcomes.count) failed"
        return Outcome(.bad, reason: good + skipped > 0 ? "partial: \(counts)" : "failed: \(counts)", values: common)
    }

    /// A pass ends: its row, its event, its tag, and the turn of the next pass.
    mutating func endPass(_ ref: RunRef, _ node: Int, _ pass: Int, _ outcome: Outcome) {
        let model = self.runs[ref]!.node(node)
        var own = outcome.values
        if outcome.kind == .skipped { own["skipped"] = true }
        let (postfix, good) = Self.tag(outcome, of: model)
        let cause = self.runs[ref]!.nodes[node].passes[pass].head.cause
        let cleanup = outcome.kind == .cancelled || self.runs[ref]!.nodes[node].passes[pass].head.cleanup
        self.closePass(ref, node, pass, outcome, own: own)
        let id = self.emit(
            ref, "task.\(model.id).\(postfix)", good: good, node: node, pass: pass + 1, own: own, causes: cause == 0 ? [] : [cause],
            cleanup: cleanup)
        self.runs[ref]!.nodes[node].passes[pass].head.endEvent = id
        self.hear(ref, [id])
    }

    /// The end of a pass in its row, without an event: of one that was stopped before it began, that is all.
    mutating func closePass(_ ref: RunRef, _ node: Int, _ pass: Int, _ outcome: Outcome, own: Values = [:]) {
        self.runs[ref]!.nodes[node].passes[pass].head.state = .ended
        self.runs[ref]!.nodes[node].passes[pass].head.outcome = outcome.kind
        self.runs[ref]!.nodes[node].passes[pass].head.status = outcome.status
        self.runs[ref]!.nodes[node].passes[pass].head.reason = outcome.reason ?? ""
        self.runs[ref]!.nodes[node].passes[pass].head.own = own
        self.runs[ref]!.nodes[node].passes[pass].head.deadline = nil
        self.runs[ref]!.nodes[node].passes[pass].head.endedAt = self.now
        if let began = self.runs[ref]!.nodes[node].passes[pass].head.startedAt {
            let type = self.runs[ref]!.node(node).kind.name
            self.ends.append(Decision.PassEnd(type: type, outcome: outcome.kind, took: self.now - began))
        }
        self.touch(ref, node, pass)
        if self.runs[ref]!.nodes[node].passes[pass].head.child != nil { self.runs[ref]!.waitingForChildren -= 1 }
        if self.runs[ref]!.waitingForChildren > 0 { self.suspect(ref) }
        self.passTurn(ref, node)
    }

    /// After the end of a pass the next one of its node has its turn.
    private mutating func passTurn(_ ref: RunRef, _ node: Int) {
        var current = self.runs[ref]!.nodes[node].current
        let count = self.runs[ref]!.nodes[node].passes.count
        while current < count, !self.runs[ref]!.nodes[node].passes[current].inFlight { current += 1 }
        self.runs[ref]!.nodes[node].current = current
        if current == count { self.runs[ref]!.busy.remove(node) } else { self.offerTurn(ref, node) }
    }

    /// The tag's last word, and the good flag.
    static func tag(_ outcome: Outcome, of node: Node) -> (postfix: String, good: Bool?) {
        switch outcome.kind {
        case .cancelled: return ("cancelled", nil)
        case .skipped: return ("good", true)
        case .good, .bad:
            if node.useStatus, let status = outcome.status { return (String(status), node.good.contains(status)) }
            return outcome.kind == .good || node.ignoreFail ? ("good", true) : ("bad", false)
        case .timedOut: return node.ignoreFail ? ("good", true) : ("bad", false)
        case .error: return node.ignoreFail ? ("good", true) : ("error", false)
        case .lost: return ("bad", false)
        }
    }
}
