extension HubState {
    /// The first pass of a node that has not ended gets its turn: it waits for a slot, or begins at once when it needs none.
    mutating func offerTurn(_ ref: RunRef, _ node: Int) {
        guard let row = self.runs[ref]?.row, row.phase == .active, !row.paused else { return }
        let pass = self.runs[ref]!.nodes[node].current
        guard pass < self.runs[ref]!.nodes[node].passes.count else { return }
        if self.runs[ref]!.compiled.isExecuting(node) {
            for part in 0..<self.runs[ref]!.nodes[node].passes[pass].partCount { self.claimSlot(ref, node, pass, part) }
        } else if self.runs[ref]!.nodes[node].passes[pass].head.state == .queued {
            self.begins.append((ref, node, pass))
        }
    }

    /// Puts an instance that is queued into the queue for slots, clean-up before all others.
    mutating func claimSlot(_ ref: RunRef, _ node: Int, _ pass: Int, _ part: Int) {
        let row = self.runs[ref]!.nodes[node].passes[pass][part: part]
        guard row.state == .queued else { return }
        let claim = SlotClaim(queue: row.queue, run: ref, node: node, pass: pass, part: part)
        if self.settings.hasAgents, let target = self.runs[ref]!.node(node).target, target != .host(self.settings.host) {
            return self.claim(claim, at: target, first: row.cleanup)
        }
        if row.cleanup { self.cleanupSlots.insert(claim) } else { self.slots.insert(claim) }
    }

    /// Starts the first instance that waits for a slot, when one is free. False when nothing was taken from the queue.
    mutating func fillOneSlot() -> Bool {
        guard !self.closing, self.usedSlots < self.settings.slots else { return false }
        guard let claim = self.cleanupSlots.popFirst() ?? self.slots.popFirst() else { return false }
        if self.isOpen(claim) { self.startAttempt(claim, keeper: self.settings.keeper) }
        return true
    }

    func isOpen(_ claim: SlotClaim) -> Bool {
        guard let row = self.runs[claim.run]?.row, row.phase == .active, !row.paused,
            self.runs[claim.run]!.nodes[claim.node].current == claim.pass
        else { return false }
        let part = self.runs[claim.run]!.nodes[claim.node].passes[claim.pass][part: claim.part]
        return part.state == .queued && part.queue == claim.queue && !part.stopping
    }

    /// - Parameter keeper: What is to own its processes.
    mutating func startAttempt(_ claim: SlotClaim, keeper: String) {
        let (ref, node, pass, part) = (claim.run, claim.node, claim.pass, claim.part)
        guard self.announceStart(ref, node, pass) else { return }
        self.occupy(keeper, by: 1)
        self.runs[ref]!.nodes[node].passes[pass][part: part].attempt += 1
        self.runs[ref]!.nodes[node].passes[pass][part: part].state = .running
        self.runs[ref]!.nodes[node].passes[pass][part: part].keeper = keeper
        self.runs[ref]!.nodes[node].passes[pass][part: part].startedAt = self.now
        self.runs[ref]!.nodes[node].passes[pass].head.state = .running
        self.touch(ref, node, pass)
        self.touch(ref, node, pass, part: part)
        if self.runs[ref]!.nodes[node].passes[pass][part: part].attempt > 1 { self.announceUpdate(ref, node, pass) }
        self.effects.append(.start(self.runs[ref]!.order(node: node, pass: pass, part: part)))
    }

    /// Emits `sys.node.start` at the first start of a pass, after its templates were found to name something. False when they do
    /// not: the pass has then ended bad.
    private mutating func announceStart(_ ref: RunRef, _ node: Int, _ pass: Int) -> Bool {
        guard self.runs[ref]!.nodes[node].passes[pass].head.startEvent == 0 else { return true }
        let before = self.runs[ref]!.lastEventID + 1
        if case .failure(let missing) = self.runs[ref]!.references(of: node, before: before) {
            for part in self.runs[ref]!.nodes[node].passes[pass].parts.indices {
                self.runs[ref]!.nodes[node].passes[pass].parts[part].state = .ended
                self.runs[ref]!.nodes[node].passes[pass].parts[part].outcome = .bad
                self.touch(ref, node, pass, part: part)
            }
            self.endPass(ref, node, pass, Outcome(.bad, reason: "template: {{\(missing.name)}} names nothing here"))
            self.settle(ref)
            return false
        }
        let cleanup = self.runs[ref]!.nodes[node].passes[pass].head.cleanup
        let event = self.emit(ref, "sys.node.start", node: node, pass: pass + 1, cleanup: cleanup)
        self.runs[ref]!.nodes[node].passes[pass].head.startEvent = event
        self.runs[ref]!.nodes[node].passes[pass].head.startedAt = self.now
        self.touch(ref, node, pass)
        return true
    }

    /// Begins one pass that needs no slot. False when there is none.
    mutating func beginOne() -> Bool {
        guard self.nextBegin < self.begins.count else {
            if self.nextBegin > 0 { (self.begins, self.nextBegin) = ([], 0) }
            return false
        }
        let (ref, node, pass) = self.begins[self.nextBegin]
        self.nextBegin += 1
        guard let row = self.runs[ref]?.row, row.phase == .active, !row.paused,
            self.runs[ref]!.nodes[node].current == pass, self.runs[ref]!.nodes[node].passes[pass].head.state == .queued
        else { return true }
        let model = self.runs[ref]!.node(node)
        guard self.announceStart(ref, node, pass) else { return true }
        switch model.kind {
        case .timer(let wait): self.beginTimer(ref, node, pass, wait)
        case .data:
            self.wait(ref, node, pass, until: model.timeout.map { self.now + $0 })
            self.emit(ref, "sys.data.required", node: node, pass: pass + 1)
        case .flow(let call): self.beginFlow(ref, node, pass, call, timeout: model.timeout)
        case .executing, .merge, .end: break
        }
        return true
    }

    private mutating func wait(_ ref: RunRef, _ node: Int, _ pass: Int, until deadline: Moment?) {
        self.runs[ref]!.nodes[node].passes[pass].head.state = .waiting
        self.runs[ref]!.nodes[node].passes[pass].head.deadline = deadline
        self.touch(ref, node, pass)
        self.arm(ref, node, pass, part: 0)
        self.announceUpdate(ref, node, pass)
    }

    private mutating func beginTimer(_ ref: RunRef, _ node: Int, _ pass: Int, _ wait: Node.TimerWait) {
        var due = self.now + (wait.period ?? .zero)
        if let until = wait.until {
            let start = self.runs[ref]!.nodes[node].passes[pass].head.startEvent
            let text = self.runs[ref]!.rendered(until, before: start)
            guard let moment = Moment(rfc3339: text) else {
                self.endPass(
                    ref, node, pass, Outcome(.bad, reason: "template: until is '\(text)', which is no time as 2026-01-31T12:00:00Z"))
                return self.settle(ref)
            }
            due = moment
        }
        if due <= self.now {
            self.endPass(ref, node, pass, Outcome(.good))
            self.settle(ref)
        } else {
            self.wait(ref, node, pass, until: due)
        }
    }

    private mutating func beginFlow(_ ref: RunRef, _ node: Int, _ pass: Int, _ call: Node.FlowCall, timeout: Span?) {
        let head = self.runs[ref]!.nodes[node].passes[pass].head
        let depth = self.runs[ref]!.row.depth + 1
        guard let flow = self.catalog.flow(named: call.flow) else {
            self.endPass(ref, node, pass, Outcome(.error, reason: "no-flow: there is no flow '\(call.flow)' here"))
            return self.settle(ref)
        }
        guard depth <= self.settings.maxDepth else {
            self.endPass(
                ref, node, pass, Outcome(.error, reason: "too-deep: flows that start flows go \(self.settings.maxDepth) deep at most"))
            return self.settle(ref)
        }
        guard !self.isFull else {
            self.endPass(
                ref, node, pass, Outcome(.error, reason: "too-many: \(self.settings.host) has \(self.runs.count) live runs, its limit"))
            return self.settle(ref)
        }
        let given: Values =
            call.values.isEmpty
            ? self.runs[ref]!.heard[head.cause]?.carried ?? [:]
            : call.values.mapValues { self.runs[ref]!.rendered($0, before: head.startEvent) }
        let values: Values
        switch flow.flow.taking(given) {
        case .success(let checked): values = checked
        case .failure(let failure):
            let words = failure.problems.map { "'\($0.field)' of '\(call.flow)' \($0.message)" }
            self.endPass(ref, node, pass, Outcome(.error, reason: "values: \(words.joined(separator: "; "))"))
            return self.settle(ref)
        }
        let parent = RunRow.Parent(run: ref, node: head.key.node, pass: head.key.pass)
        let cause = RunRow.Cause(trigger: "", by: "\(ref)/\(head.key.node)")
        guard call.wait else {
            let child = self.adopt(flow, cause: cause, values: values, depth: depth)
            self.endPass(ref, node, pass, Outcome(.good, values: ["run": .string(child.description)]))
            return self.settle(ref)
        }
        self.settleNumbers()
        // The pass waits before the child lives: the child may end in the same decision.
        self.runs[ref]!.waitingForChildren += 1
        self.runs[ref]!.nodes[node].passes[pass].head.child = RunRef(host: self.settings.host, number: self.host.nextRun)
        self.wait(ref, node, pass, until: timeout.map { self.now + $0 })
        self.suspect(ref)
        self.adopt(flow, cause: cause, values: values, parent: parent, depth: depth)
    }
}
