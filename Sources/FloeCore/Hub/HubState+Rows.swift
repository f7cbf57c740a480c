extension HubState {
    /// Marks a run's own row as changed.
    mutating func touch(_ ref: RunRef) {
        guard self.runs[ref]?.dirty == false else { return }
        self.runs[ref]!.dirty = true
        self.dirtyRuns.append(ref)
    }

    /// Marks a row of a pass as changed: the head, or an instance.
    mutating func touch(_ ref: RunRef, _ node: Int, _ pass: Int, part: Int? = nil) {
        guard let dirty = self.runs[ref]?.nodes[node].passes[pass].dirty else { return }
        let row = self.runs[ref]!.nodes[node].passes[pass].parts.isEmpty ? -1 : part ?? -1
        guard !dirty.contains(row) else { return }
        if dirty.isEmpty { self.dirtyPasses.append((ref, node, pass)) }
        self.runs[ref]!.nodes[node].passes[pass].dirty.append(row)
    }

    mutating func nextSequence() -> Int {
        defer { self.host.nextSequence += 1 }
        self.hostDirty = true
        return self.host.nextSequence
    }

    /// Stores and announces an event of a run; gives its id.
    @discardableResult
    mutating func emit(
        _ ref: RunRef, _ tag: String, good: Bool? = true, node: Int = -1, pass: Int = 0, own: Values = [:], causes: [Int] = [],
        cleanup: Bool = false
    ) -> Int {
        let sequence = self.nextSequence()
        let id = self.runs[ref]!.lastEventID + 1
        let source = node < 0 ? "" : self.runs[ref]!.node(node).id
        let event = EventRow(
            run: ref, id: id, sequence: sequence, tag: tag, node: source, pass: pass, good: good, own: own, causes: causes,
            cleanup: cleanup, at: self.now)
        self.runs[ref]!.lastEventID = id
        self.runs[ref]!.remember(event)
        self.events.append(event)
        let shown = self.runs[ref]!.heard[id]?.carried ?? own
        self.effects.append(
            .announce(
                Announcement(
                    run: ref, flow: self.runs[ref]!.row.flow.id, id: id, sequence: sequence, tag: tag, node: source, pass: pass,
                    good: good, values: shown, at: self.now)))
        return id
    }

    /// Takes the changes and effects gathered since the last time.
    mutating func takeDecision() -> Decision {
        var changes = Changes()
        if self.hostDirty { changes.host = self.host }
        changes.flows = self.newFlows
        for ref in self.dirtyRuns {
            if let run = self.runs[ref] {
                changes.runs.append(run.row)
                self.runs[ref]!.dirty = false
            } else if let run = self.departed[ref] {
                changes.runs.append(run.row)
            }
        }
        for (ref, node, pass) in self.dirtyPasses {
            if self.runs[ref] != nil {
                changes.passes += self.runs[ref]!.takeDirtyRows(node: node, pass: pass)
            } else if self.departed[ref] != nil {
                changes.passes += self.departed[ref]!.takeDirtyRows(node: node, pass: pass)
            }
        }
        changes.runs += self.markedRuns
        changes.events = self.events
        changes.swept = self.swept
        changes.sweptFlows = self.sweptFlows
        if !self.clusterChanges.isEmpty { changes.cluster = self.clusterChanges }
        if let shared, !shared.changes.isEmpty {
            changes.shared = shared.changes
            self.shared!.changes = SharedChanges()
        }
        changes.agents = self.agents.changes
        self.agents.changes = [:]
        let (effects, ends) = (self.effects, self.ends)
        self.effects = []
        self.ends = []
        self.events = []
        self.markedRuns = []
        self.swept = []
        self.sweptFlows = []
        self.newFlows = []
        self.dirtyRuns = []
        self.dirtyPasses = []
        self.hostDirty = false
        self.departed = [:]
        if changes.cluster != nil { self.clusterChanges = ClusterChanges() }
        return Decision(changes: changes, effects: effects, ends: ends)
    }

    mutating func reply(_ token: HubEvent.Token?, _ reply: Reply) {
        if let token { self.effects.append(.reply(token, reply)) }
    }
}
