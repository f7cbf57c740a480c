extension HubState {
    /// Enters a run's own deadline.
    mutating func arm(_ ref: RunRef) {
        guard let at = self.runs[ref]?.row.deadline else { return }
        self.deadlines.insert(Deadlines.Entry(at: at, run: ref, node: -1, pass: 0, part: 0))
    }

    /// Enters the deadline of an instance, or of a wait.
    mutating func arm(_ ref: RunRef, _ node: Int, _ pass: Int, part: Int) {
        guard let at = self.runs[ref]?.nodes[node].passes[pass][part: part].deadline else { return }
        self.deadlines.insert(Deadlines.Entry(at: at, run: ref, node: node, pass: pass, part: part))
    }

    /// Whether something is still due at that moment.
    static func holds(_ entry: Deadlines.Entry, in runs: [RunRef: Run]) -> Bool {
        guard let row = runs[entry.run]?.row else { return false }
        if entry.node < 0 { return row.deadline == entry.at }
        guard entry.pass < runs[entry.run]!.nodes[entry.node].passes.count else { return false }
        let part = runs[entry.run]!.nodes[entry.node].passes[entry.pass][part: entry.part]
        return part.state == .waiting && part.deadline == entry.at && !part.stopping
    }

    /// Handles whatever is due.
    mutating func tick() {
        while let entry = self.deadlines.first, entry.at <= self.now {
            _ = self.deadlines.popFirst()
            guard Self.holds(entry, in: self.runs) else { continue }
            if entry.node < 0 { self.runIsDue(entry.run) } else { self.passIsDue(entry.run, entry.node, entry.pass, entry.part) }
            // What one end means for others comes before what is due next, or a parent could time out that was just answered.
            self.settle(entry.run)
            self.performWork()
        }
    }

    private mutating func runIsDue(_ ref: RunRef) {
        guard let row = self.runs[ref]?.row else { return }
        switch row.phase {
        case .pending:
            if self.isAway(row) { return self.putOff(row) }
            self.archive(ref, .bad, reason: "queue-timeout", detail: "it waited longer than its queue-timeout")
        case .active:
            if row.ending != nil {
                self.endHard(ref)
            } else {
                self.end(ref, .bad, reason: "timed-out", detail: "it took longer than its timeout")
            }
        case .archive: break
        }
    }

    private mutating func passIsDue(_ ref: RunRef, _ node: Int, _ pass: Int, _ part: Int) {
        let head = self.runs[ref]!.nodes[node].passes[pass].head
        switch self.runs[ref]!.node(node).kind {
        case .executing:
            self.runs[ref]!.nodes[node].passes[pass][part: part].state = .queued
            self.runs[ref]!.nodes[node].passes[pass][part: part].deadline = nil
            self.runs[ref]!.nodes[node].passes[pass][part: part].queue = self.nextSequence()
            self.touch(ref, node, pass, part: part)
            self.fold(ref, node, pass)
            if self.runs[ref]?.row.paused == false { self.claimSlot(ref, node, pass, part) }
        case .timer: self.endPass(ref, node, pass, Outcome(.good))
        case .data: self.endPass(ref, node, pass, Outcome(.timedOut, reason: "timed-out"))
        case .flow:
            guard let child = head.child else { return }
            self.runs[ref]!.nodes[node].passes[pass].head.late = true
            self.runs[ref]!.nodes[node].passes[pass].head.deadline = nil
            self.touch(ref, node, pass)
            let detail = "\(head.key.node) of \(ref) timed out"
            self.work.append(.cancel(child, reason: "timed-out", by: ref.description, detail: detail, hard: false))
        case .merge, .end: break
        }
    }
}
