extension HubState {
    /// Why a live run, or each node of it, is where it is. Nil for a run that is not live; never empty.
    public func why(_ ref: RunRef) -> [Wait]? {
        guard let run = self.runs[ref] else { return nil }
        return run.row.phase == .pending ? self.whyPending(run) : self.whyActive(run)
    }

    /// Pending runs by the first reason they wait for.
    ///
    /// - Complexity: O(live runs); for those who count, not for each event.
    public var pendingByReason: [Wait.Kind: Int] {
        var counts: [Wait.Kind: Int] = [:]
        for run in self.runs.values where run.row.phase == .pending {
            if let kind = self.cluster == nil ? self.whyPending(run).first?.kind : self.pendingKind(run) { counts[kind, default: 0] += 1 }
        }
        return counts
    }

    private func whyPending(_ run: Run) -> [Wait] {
        let since = run.row.readyAt ?? run.row.adoptedAt
        func wait(_ kind: Wait.Kind, _ what: [String] = [], _ holders: [RunRef] = []) -> Wait {
            Wait(kind, what: what, holders: holders, since: since, until: run.row.deadline)
        }
        if run.row.readyAt == nil { return [wait(.loading, run.flow.flowFile.map { [$0] } ?? [])] }
        if run.row.paused { return [wait(.paused)] }
        if let cluster {
            let reasons = cluster.why(RoundRef(run.row.ref, round: run.row.round))
            return reasons.map { Wait($0, since: since, until: run.row.deadline, now: self.now) }
        }
        if self.closing || (self.draining && run.row.parent == nil) { return [wait(.draining, [self.settings.host])] }
        let missing = Set(run.flow.hostTags).subtracting(self.settings.hostTags).sorted()
        if !missing.isEmpty {
            let takers = self.shared?.takers(of: run.flow) ?? []
            return [takers.isEmpty ? wait(.host, missing) : wait(.cluster, ["waits for \(takers.joined(separator: " or ")) to take it"])]
        }
        var waits: [Wait] = []
        for tag in run.row.tags {
            if !self.hasRoom(tag) {
                let holders = (self.tags[tag]?.holders ?? []).sorted()
                var held = wait(.tag, [tag], holders)
                held.heldSince = holders.compactMap { self.runs[$0]?.row.activatedAt }.min()
                held.ahead = self.tags[tag]?.wanters.elements.prefix { $0 < run.age }.count ?? 0
                waits.append(held)
            } else if run.row.parent == nil, self.isReserved(tag, against: run.age) {
                let ahead = (self.tags[tag]?.wanters.elements ?? []).filter { $0 < run.age && self.reserves($0.ref) }.map(\.ref)
                waits.append(wait(.reserved, [tag], ahead))
            }
        }
        guard waits.isEmpty, let shared else { return waits }
        if let until = shared.heldBack[run.row.ref], self.now < until {
            return [wait(.cluster, ["is left for a second to a host with less to do"])]
        }
        return [wait(.cluster, ["its tags are asked for"])]
    }

    /// The same in a cluster, without looking at what others hold: there may be very many.
    private func pendingKind(_ run: Run) -> Wait.Kind {
        if run.row.readyAt == nil { return .loading }
        if run.row.paused { return .paused }
        return self.isAway(run.row) || run.row.tags.isEmpty ? .cluster : .tag
    }

    private func whyActive(_ run: Run) -> [Wait] {
        self.whyInFlight(run) + self.whyMerges(run)
    }

    /// Merges that have heard something, and not all: they keep no run from its end, and so are none of those in flight.
    private func whyMerges(_ run: Run) -> [Wait] {
        run.nodes.indices.compactMap { node in
            guard case .merge = run.node(node).kind, let head = run.nodes[node].passes.last(where: { !$0.head.void })?.head,
                head.state == .waiting,
                !head.heard.isEmpty
            else { return nil }
            let missing = run.node(node).listen.filter { head.heard[$0] == nil }
            return missing.isEmpty
                ? nil : Wait(.merge, node: head.key.node, pass: head.key.pass, what: missing, since: head.startedAt ?? head.queuedAt)
        }
    }

    private func whyInFlight(_ run: Run) -> [Wait] {
        run.inFlight.map { node, pass in
            let head = run.nodes[node].passes[pass].head
            func wait(_ kind: Wait.Kind, _ what: [String] = [], holders: [RunRef] = [], until: Moment? = nil) -> Wait {
                Wait(
                    kind, node: head.key.node, pass: head.key.pass, what: what, holders: holders, since: head.startedAt ?? head.queuedAt,
                    until: until)
            }
            if let away = self.whyAway(run, node, pass) { return wait(.agent, [away]) }
            if head.stopping { return wait(.stopping, holders: head.child.map { [$0] } ?? []) }
            switch head.state {
            case .running: return wait(.running)
            case .queued:
                if run.row.paused { return wait(.paused) }
                if run.nodes[node].current == pass, let target = self.whyNowhere(run, node) { return wait(.agent, [target]) }
                return run.nodes[node].current == pass ? wait(.slot, ["\(self.settings.slots)"]) : wait(.earlierPass)
            case .waiting:
                switch run.node(node).kind {
                case .executing: return wait(.retry, until: self.nextRetry(run.nodes[node].passes[pass]))
                case .timer: return wait(.timer, until: head.deadline)
                case .data: return wait(.answer, until: head.deadline)
                case .flow: return wait(.child, holders: head.child.map { [$0] } ?? [], until: head.deadline)
                case .merge, .end: return wait(.merge)
                }
            case .ended: return wait(.stopping)
            }
        }
    }

    private func nextRetry(_ pass: Pass) -> Moment? {
        (0..<pass.partCount).compactMap { pass[part: $0].state == .waiting ? pass[part: $0].deadline : nil }.min()
    }
}
