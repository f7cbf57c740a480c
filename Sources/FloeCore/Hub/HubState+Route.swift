extension HubState {
    /// Routes events of one run to the nodes that listen, and what merges make of them.
    mutating func hear(_ ref: RunRef, _ ids: [Int]) {
        var todo = ids[...]
        while let id = todo.popFirst() {
            // No copy of the run is kept here: changing one that is also held elsewhere copies all its nodes.
            guard self.runs[ref]?.row.phase == .active, let event = self.runs[ref]?.heard[id],
                let compiled = self.runs[ref]?.compiled
            else { return }
            let ending = self.runs[ref]?.row.ending
            if let ending, ending.hard || !event.cleanup { continue }
            let (heardAs, hearers) = compiled.route(tag: event.tag, good: event.good)
            if ending == nil {
                if let end = hearers.first(where: { compiled.isEnd($0) }) {
                    self.reachEnd(ref, end, event)
                    continue
                }
                if hearers.isEmpty, event.good == false {
                    self.end(ref, .bad, reason: "unheard", detail: event.tag)
                    continue
                }
            }
            for node in hearers {
                switch compiled.flow.nodes[node].kind {
                case .end: continue
                case .merge(let merge): if let fired = self.collect(ref, node, merge, event, as: heardAs) { todo.append(fired) }
                case .executing, .timer, .data, .flow: self.newPass(ref, node, cause: id)
                }
                // The event may have brought the run to its end.
                guard let row = self.runs[ref]?.row, row.phase == .active, row.ending == nil || event.cleanup else { break }
            }
        }
    }

    private mutating func reachEnd(_ ref: RunRef, _ node: Int, _ event: HeardEvent) {
        let good = event.good != false
        let pass = self.addPass(ref, node, state: .ended, cause: event.id)
        self.runs[ref]!.nodes[node].passes[pass].head.outcome = good ? .good : .bad
        self.runs[ref]!.nodes[node].passes[pass].head.endedAt = self.now
        self.runs[ref]!.nodes[node].current = pass + 1
        self.runs[ref]!.row.lastEvent = event.id
        self.touch(ref)
        var result: RunRow.Result = good ? .good : .bad
        if case .end(let wanted?) = self.runs[ref]!.node(node).kind { result = wanted == .good ? .good : .bad }
        self.end(ref, result, reason: "end", detail: self.runs[ref]!.node(node).id)
    }

    /// Adds a pass of a node and marks it for storing; gives its index.
    mutating func addPass(_ ref: RunRef, _ node: Int, state: PassRow.State, cause: Int) -> Int {
        let at = self.runs[ref]!.nodes[node].passes.count
        let model = self.runs[ref]!.node(node)
        let number = at + 1
        var head = PassRow(key: PassRow.Key(run: ref, node: model.id, pass: number), state: state, cause: cause)
        head.queuedAt = self.now
        var parts: [PassRow] = []
        if model.instances != [""] {
            parts = model.instances.map { instance in
                var part = head
                part.key.instance = instance
                return part
            }
        }
        self.runs[ref]!.nodes[node].passes.append(Pass(head: head, parts: parts))
        self.runs[ref]!.nodes[node].counted += 1
        self.runs[ref]!.nodes[node].passes[at].dirty = [-1] + Array(parts.indices)
        self.dirtyPasses.append((ref, node, at))
        return at
    }

    /// A node heard an event: its next pass is queued.
    mutating func newPass(_ ref: RunRef, _ node: Int, cause: Int) {
        let cleanup = self.runs[ref]!.row.ending != nil
        let maxPasses = self.runs[ref]!.node(node).maxPasses
        guard self.runs[ref]!.nodes[node].counted < maxPasses else {
            if !cleanup { self.end(ref, .bad, reason: "max-passes", detail: self.runs[ref]!.node(node).id) }
            return
        }
        let queue = self.nextSequence()
        let pass = self.addPass(ref, node, state: .queued, cause: cause)
        self.runs[ref]!.nodes[node].passes[pass].head.queue = queue
        self.runs[ref]!.nodes[node].passes[pass].head.cleanup = cleanup
        for part in self.runs[ref]!.nodes[node].passes[pass].parts.indices {
            self.runs[ref]!.nodes[node].passes[pass].parts[part].queue = queue
            self.runs[ref]!.nodes[node].passes[pass].parts[part].cleanup = cleanup
        }
        self.runs[ref]!.busy.insert(node)
        if self.runs[ref]!.nodes[node].current == pass { self.offerTurn(ref, node) }
    }

    /// A merge heard an event; gives the event it fires, if it does.
    private mutating func collect(_ ref: RunRef, _ node: Int, _ merge: Node.Merge, _ event: HeardEvent, as tag: String) -> Int? {
        let model = self.runs[ref]!.node(node)
        let last = self.runs[ref]!.nodes[node].passes.last { !$0.head.void }?.head
        if let last, last.state == .ended, !merge.again { return nil }
        let pass: Int
        if let last, last.state != .ended {
            pass = last.key.pass - 1
        } else {
            guard self.runs[ref]!.nodes[node].counted < model.maxPasses else {
                self.end(ref, .bad, reason: "max-passes", detail: model.id)
                return nil
            }
            pass = self.addPass(ref, node, state: .waiting, cause: event.id)
            self.runs[ref]!.nodes[node].passes[pass].head.cleanup = event.cleanup
            self.runs[ref]!.nodes[node].passes[pass].head.startedAt = self.now
        }
        self.runs[ref]!.nodes[node].passes[pass].head.heard[tag] = event.id
        self.touch(ref, node, pass)
        let heard = self.runs[ref]!.nodes[node].passes[pass].head.heard
        guard merge.any || heard.count == self.runs[ref]!.compiled.tagCounts[node] else {
            self.announceUpdate(ref, node, pass, heard: tag)
            return nil
        }
        let causes = model.listen.compactMap { heard[$0] }
        let fired = self.emit(
            ref, "merge.\(model.id).good", node: node, pass: pass + 1, causes: causes, cleanup: event.cleanup)
        self.runs[ref]!.nodes[node].passes[pass].head.state = .ended
        self.runs[ref]!.nodes[node].passes[pass].head.outcome = .good
        self.runs[ref]!.nodes[node].passes[pass].head.endEvent = fired
        self.runs[ref]!.nodes[node].passes[pass].head.endedAt = self.now
        self.runs[ref]!.nodes[node].current = pass + 1
        return fired
    }

    /// Tells clients of a change that is no stored event: an attempt, a wait, what a merge has heard.
    mutating func announceUpdate(_ ref: RunRef, _ node: Int, _ pass: Int, heard: String? = nil) {
        guard let flow = self.runs[ref]?.row.flow.id, let head = self.runs[ref]?.nodes[node].passes[pass].head else { return }
        var values: Values = ["state": .string(head.state.rawValue), "attempt": .int(Int64(head.attempt))]
        if let heard {
            values["heard"] = .string(heard)
            values["heard_count"] = .int(Int64(head.heard.count))
        }
        self.effects.append(
            .announce(
                Announcement(
                    run: ref, flow: flow, tag: "sys.node.update", node: head.key.node, pass: head.key.pass, values: values,
                    at: self.now)))
    }
}
