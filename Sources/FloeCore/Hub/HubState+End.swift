extension HubState {
    /// Decides the result of an active run and stops what is in flight. Of several causes the first wins.
    mutating func end(_ ref: RunRef, _ result: RunRow.Result, reason: String, detail: String, by: String = "") {
        guard let row = self.runs[ref]?.row, row.phase == .active, row.ending == nil else { return }
        let cleanup = self.runs[ref]!.flow.cleanupTimeout
        self.runs[ref]!.row.ending = RunRow.Ending(result: result, reason: reason, detail: detail, by: by, since: self.now)
        self.runs[ref]!.row.paused = false
        self.runs[ref]!.row.deadline = self.now + cleanup
        self.touch(ref)
        self.arm(ref)
        for (node, pass) in self.runs[ref]!.inFlight { self.stop(ref, node, pass) }
    }

    /// Stops clean-up too.
    mutating func endHard(_ ref: RunRef) {
        guard self.runs[ref]?.row.ending?.hard == false else { return }
        self.runs[ref]!.row.ending!.hard = true
        self.runs[ref]!.row.deadline = nil
        self.touch(ref)
        for (node, pass) in self.runs[ref]!.inFlight {
            let head = self.runs[ref]!.nodes[node].passes[pass].head
            if head.stopping, let child = head.child {
                self.work.append(.cancel(child, reason: "parent", by: ref.description, detail: "\(ref) was stopped", hard: true))
            }
            self.stop(ref, node, pass)
        }
    }

    /// Asks a pass to stop. One that has not begun is withdrawn: there is nothing to clean up.
    mutating func stop(_ ref: RunRef, _ node: Int, _ pass: Int) {
        let held = self.runs[ref]!.nodes[node].passes[pass]
        guard held.inFlight, !held.head.stopping else { return }
        let begun = held.hasBegun
        self.runs[ref]!.nodes[node].passes[pass].head.stopping = true
        self.runs[ref]!.nodes[node].passes[pass].head.deadline = nil
        self.touch(ref, node, pass)
        if let child = held.head.child {
            let hard = self.runs[ref]!.row.ending?.hard == true
            self.work.append(.cancel(child, reason: "parent", by: ref.description, detail: "\(ref) was stopped", hard: hard))
            return
        }
        var running = false
        for part in 0..<held.partCount {
            switch held[part: part].state {
            case .running:
                running = true
                let row = held[part: part]
                self.runs[ref]!.nodes[node].passes[pass][part: part].stopping = true
                self.touch(ref, node, pass, part: part)
                self.effects.append(
                    .stop(
                        OrderID(
                            run: ref, node: row.key.node, pass: row.key.pass, attempt: row.attempt, instance: row.key.instance)))
            case .queued, .waiting:
                guard !held.parts.isEmpty else { break }
                self.runs[ref]!.nodes[node].passes[pass].parts[part].state = .ended
                self.runs[ref]!.nodes[node].passes[pass].parts[part].outcome = .cancelled
                self.runs[ref]!.nodes[node].passes[pass].parts[part].deadline = nil
                self.touch(ref, node, pass, part: part)
            case .ended: break
            }
        }
        if running { return self.announceUpdate(ref, node, pass) }
        if begun {
            self.endPass(ref, node, pass, Outcome(.cancelled))
        } else {
            self.closePass(ref, node, pass, Outcome(.cancelled))
        }
    }

    /// Cancels a live run; hard stops its clean-up too. False when it is not live.
    mutating func cancel(_ ref: RunRef, reason: String, by: String, detail: String = "", hard: Bool) -> Bool {
        guard let row = self.runs[ref]?.row else { return false }
        switch row.phase {
        case .archive: return false
        case .pending:
            if self.isAway(row) {
                self.tellCluster(.cancel(RoundRef(ref, round: row.round), RunStop(reason: reason, by: by, detail: detail, hard: hard)))
            } else {
                self.archive(ref, .cancelled, reason: reason, detail: detail, by: by)
            }
        case .active:
            if row.ending == nil { self.end(ref, .cancelled, reason: reason, detail: detail, by: by) }
            if hard { self.endHard(ref) }
            self.settle(ref)
        }
        return true
    }

    /// Archives an active run when nothing of it is in flight.
    mutating func settle(_ ref: RunRef) {
        guard let run = self.runs[ref], run.row.phase == .active, run.busy.isEmpty else { return }
        if let ending = run.row.ending {
            self.archive(ref, ending.result, reason: ending.reason, detail: ending.detail, by: ending.by)
        } else if run.compiled.hasEnd {
            self.archive(ref, .bad, reason: "stalled", detail: run.neverStarted)
        } else {
            self.archive(ref, .good, reason: "", detail: "")
        }
    }

    /// - Parameter elsewhere: What its end node heard, of a run that another host executed and whose events are there.
    mutating func archive(
        _ ref: RunRef, _ result: RunRow.Result, reason: String, detail: String, by: String = "", elsewhere: Values? = nil
    ) {
        guard let phase = self.runs[ref]?.row.phase, phase != .archive else { return }
        if phase == .pending {
            self.unwant(self.runs[ref]!)
            if elsewhere == nil { self.emit(ref, "sys.state", own: ["state": "remove-pend"]) }
        }
        self.runs[ref]!.row.phase = .archive
        self.runs[ref]!.row.result = result
        self.runs[ref]!.row.reason = reason
        self.runs[ref]!.row.detail = detail
        self.runs[ref]!.row.by = by
        self.runs[ref]!.row.ending = nil
        self.runs[ref]!.row.paused = false
        self.runs[ref]!.row.deadline = nil
        self.runs[ref]!.row.endedAt = self.now
        let hasFiles = self.runs[ref]!.hasFiles
        self.runs[ref]!.row.bytes = hasFiles ? nil : 0
        self.touch(ref)
        if elsewhere == nil { self.announceEnd(of: ref) }
        let run = self.runs.removeValue(forKey: ref)!
        if hasFiles { self.effects.append(.ended(ref, flow: run.row.flow.id)) }
        self.departed[ref] = run
        self.shared?.forget(ref)
        if let key = run.row.key.map({ KeyOfRun(flow: run.row.flow, key: $0) }), self.keys[key] == ref { self.keys[key] = nil }
        for tag in run.row.tags where self.tags[tag]?.holders.remove(ref) != nil { self.roomMayOpen(tag) }
        let values = elsewhere ?? run.row.lastEvent.flatMap { run.heard[$0]?.carried } ?? [:]
        // Whoever adopted it tells those that wait for its end.
        let isForeign = self.isForeign(run.row)
        if self.cluster != nil { self.tellArchived(run, was: phase, values) }
        if !isForeign { self.tellOthers(of: run, values) }
    }

    private mutating func announceEnd(of ref: RunRef) {
        guard let row = self.runs[ref]?.row, let result = row.result else { return }
        let (reason, detail, by) = (row.reason, row.detail, row.by)
        self.emit(
            ref, "sys.end.all", good: result == .good,
            own: ["result": .string(result.rawValue), "reason": .string(reason), "detail": .string(detail), "by": .string(by)])
        self.emit(ref, "sys.state", own: ["state": "archive"])
    }

    /// What the end of a run means for its parent and for flows that start at it.
    private mutating func tellOthers(of run: Run, _ values: Values) {
        let row = run.row
        if let parent = row.parent {
            self.work.append(
                .childEnded(parent: parent, child: row.ref, result: row.result ?? .bad, why: run.whyBad, values: values))
        }
        for (flow, trigger) in self.catalog.startedByEnd(of: row.flow, result: row.result ?? .bad) {
            guard row.depth < self.settings.maxDepth, !self.isFull else {
                self.effects.append(
                    .announce(
                        Announcement(
                            run: row.ref, flow: row.flow.id, tag: "sys.node.update", node: trigger.id,
                            values: [
                                "note": .string(
                                    "\(flow.flow.id) is not started: flows that start flows go \(self.settings.maxDepth) deep, and a host has \(self.settings.maxLive) live runs at most"
                                )
                            ],
                            at: self.now)))
                continue
            }
            self.work.append(.startedByEnd(flow: flow, trigger: trigger, of: row.ref, values: values, depth: row.depth + 1))
        }
    }

    mutating func childEnded(parent: RunRow.Parent, child: RunRef, result: RunRow.Result, why: String, values: Values) {
        guard let node = self.runs[parent.run]?.compiled.index[parent.node],
            parent.pass >= 1, parent.pass <= self.runs[parent.run]!.nodes[node].passes.count
        else { return }
        let pass = parent.pass - 1
        let head = self.runs[parent.run]!.nodes[node].passes[pass].head
        guard head.state == .waiting, head.child == child else { return }
        var own: Values = result == .good ? values : [:]
        own["run"] = .string(child.description)
        let outcome =
            if head.stopping { Outcome(.cancelled, values: own) } else if head.late {
                Outcome(.timedOut, reason: "timed-out", values: own)
            } else {
                switch result {
                case .good: Outcome(.good, values: own)
                case .bad: Outcome(.bad, reason: "run-bad: \(child) ended bad\(why)", values: own)
                case .cancelled: Outcome(.bad, reason: "run-cancelled: \(child) was cancelled", values: own)
                }
            }
        self.endPass(parent.run, node, pass, outcome)
        self.settle(parent.run)
    }
}

extension Run {
    /// Why it ended bad, for whoever started it: `, unheard: task.x.bad; x: …` with what is known of the node that failed.
    var whyBad: String {
        let why = [self.row.reason, self.row.detail].filter { !$0.isEmpty }.joined(separator: ": ")
        let failed = self.nodes.indices.first { node in
            guard let head = self.nodes[node].passes.last?.head, !head.void, !head.reason.isEmpty else { return false }
            return [.bad, .error, .timedOut, .lost].contains(head.outcome)
        }
        let node = failed.map { "; \(self.node($0).id): \(self.nodes[$0].passes.last?.head.reason ?? "")" } ?? ""
        return (why.isEmpty ? "" : ", \(why)") + node
    }

    /// Nodes that never started and the tags they still listen for; for a run that stalled.
    var neverStarted: String {
        let idle = self.nodes.indices.filter { self.nodes[$0].counted == 0 || self.nodes[$0].passes.last?.head.state == .waiting }
        return idle.prefix(5).map { node in
            let model = self.node(node)
            let heard = Set(self.nodes[node].passes.last { !$0.head.void }?.head.heard.keys.map { $0 } ?? [])
            return "\(model.id) never heard \(model.listen.filter { !heard.contains($0) }.joined(separator: ", "))"
        }.joined(separator: "; ") + (idle.count > 5 ? "; and \(idle.count - 5) more" : "")
    }
}
