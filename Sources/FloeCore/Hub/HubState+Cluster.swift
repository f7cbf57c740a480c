/// The hub of a host in a cluster: who may run where is asked of `ClusterState`, in the same decision and so in the same transaction.
extension HubState {
    /// How many flows are kept in mind as warm.
    private static let mostWarm = 64

    /// Tells the cluster something, after what it was told before.
    mutating func tellCluster(_ event: ClusterEvent) {
        if self.cluster != nil { self.clusterEvents.append(event) }
    }

    /// Has a run placed, here or elsewhere.
    mutating func tellReady(_ run: Run) {
        guard !run.row.paused else { return }
        self.clusterEvents.append(.ready(self.claim(of: run)))
        // A child may want what its parents hold.
        if run.row.parent != nil { self.suspect(run.row.ref) }
    }

    func claim(of run: Run) -> Claim {
        let row = run.row
        // The workspace of a later round is here.
        return Claim(
            round: RoundRef(row.ref, round: row.round), adoptedAt: row.adoptedAt, born: run.bornAt, tags: row.tags,
            overlap: run.flow.overlap, hostTags: run.flow.hostTags, pinned: row.round > 1 ? self.settings.host : nil, flow: run.flow.id)
    }

    /// A run that became active before this host was in a cluster is made known to it.
    mutating func wasActive(_ run: Run) {
        guard let rows = self.cluster?.rows, rows.executed[RoundRef(run.row.ref, round: run.row.round)] == nil else { return }
        self.clusterEvents.append(.running(self.claim(of: run)))
    }

    /// Asks the cluster about the next event, and does what it decides. False when there is none.
    mutating func askCluster() -> Bool {
        guard self.nextClusterEvent < self.clusterEvents.count else {
            if self.nextClusterEvent > 0 { (self.clusterEvents, self.nextClusterEvent) = ([], 0) }
            return false
        }
        let event = self.clusterEvents[self.nextClusterEvent]
        self.nextClusterEvent += 1
        // It may have ended, or been paused, since.
        if case .ready(let claim) = event, !self.isPlaceable(claim.round) { return true }
        let load = HostLoad(
            slots: self.settings.slots, running: self.usedSlots, queued: self.slots.count + self.cleanupSlots.count, warm: self.warm)
        var events = [event]
        if load != self.toldLoad {
            self.toldLoad = load
            events = [.load(load), event]
        }
        let there = self.cluster?.sessions.count
        guard let decision = self.cluster?.decide(events, at: self.now) else { return false }
        // Another host has come or gone.
        if there != self.cluster?.sessions.count { self.announceHost("peers") }
        let over = Set(
            decision.verdicts.compactMap { verdict in
                if case .ended(let round, _) = verdict { round } else { nil }
            })
        for (round, row) in decision.changes.adopted where !over.contains(round) {
            self.notePlace(of: round, row?.to ?? self.settings.host)
        }
        for verdict in decision.verdicts { self.obey(verdict, after: event) }
        if case .fire(let slot) = event { self.dueSlots[slot.trigger] = nil }
        for effect in decision.effects { self.effects.append(.cluster(self.filled(effect))) }
        self.clusterChanges.merge(decision.changes)
        return true
    }

    private func isPlaceable(_ round: RoundRef) -> Bool {
        guard let row = self.runs[round.run]?.row else { return false }
        return row.phase == .pending && row.readyAt != nil && !row.paused && row.round == round.round
    }

    /// What is heard from the cluster. An offer without the run itself is no offer.
    mutating func clusterHeard(_ event: ClusterEvent) {
        if case .message(_, .offer(let offer)) = event, offer.run?.row.ref != offer.claim.round.run { return }
        self.tellCluster(event)
    }

    private mutating func notePlace(of round: RoundRef, _ host: String) {
        guard let row = self.runs[round.run]?.row, row.phase == .pending, row.round == round.round, row.execHost != host else { return }
        self.runs[round.run]!.row.execHost = host
        self.touch(round.run)
    }

    /// The run goes with its offer.
    private func filled(_ effect: ClusterEffect) -> ClusterEffect {
        guard case .send(let session, .offer(var offer)) = effect, let run = self.runs[offer.claim.round.run] else { return effect }
        offer.run = OfferedRun(row: run.row, frozen: run.frozen)
        return .send(session, .offer(offer))
    }

    private mutating func obey(_ verdict: ClusterVerdict, after event: ClusterEvent) {
        switch verdict {
        case .activate(let round): if self.isPlaceable(round) { self.activate(round.run) }
        case .take(let offer, let from): self.take(offer, from: from)
        case .ended(let round, let end): self.endedElsewhere(round, end, after: event)
        case .stop(let round, let stop):
            guard self.runs[round.run]?.row.round == round.round else { return }
            _ = self.cancel(round.run, reason: stop.reason, by: stop.by, detail: stop.detail, hard: stop.hard)
        case .lose(let round):
            guard self.runs[round.run]?.row.round == round.round else { return }
            self.end(round.run, .bad, reason: "lost", detail: "\(self.settings.host) was forgotten by the other hosts")
            self.endHard(round.run)
            self.settle(round.run)
        case .fired(let slot):
            guard let request = self.dueSlots.removeValue(forKey: slot.trigger) else { return }
            self.trigger(request, nil)
        }
    }

    /// Takes a run of another host in.
    private mutating func take(_ offer: Offer, from peer: String) {
        guard let offered = offer.run else { return }
        let ref = offer.claim.round.run
        if self.runs[ref] == nil {
            var row = offered.row
            row.phase = .pending
            row.paused = false
            row.execHost = self.settings.host
            // Its parent is told by who adopted it, and here it is no part of another run.
            row.parent = nil
            self.keep(offered.frozen)
            self.enter(Run(row: row, frozen: offered.frozen))
            self.touch(ref)
            // As it stands at the adopter, where it was announced.
            let added = EventRow(
                run: ref, id: 1, sequence: self.nextSequence(), tag: "sys.state", own: ["state": "add-pend"], at: row.adoptedAt)
            self.runs[ref]!.lastEventID = 1
            self.events.append(added)
        } else {
            self.notePlace(of: offer.claim.round, self.settings.host)
        }
        if !offer.asPending { self.activate(ref) }
    }

    /// A run that was given to another host is over there, or was lost with it; or the cluster ends one that is pending here.
    private mutating func endedElsewhere(_ round: RoundRef, _ end: RunEnd, after event: ClusterEvent) {
        guard let row = self.runs[round.run]?.row, row.round == round.round else { return }
        switch row.phase {
        case .pending:
            // Whoever executed it has told its events.
            var elsewhere: Values?
            if case .message(_, .ended(round, _)) = event { elsewhere = end.values }
            // It may have been offered to another host, which never had it.
            if elsewhere == nil, end.reason != "lost" { self.runs[round.run]!.row.execHost = self.settings.host }
            self.archive(round.run, end.result, reason: end.reason, detail: end.detail, by: end.by, elsewhere: elsewhere)
        case .active:
            self.end(round.run, end.result, reason: end.reason, detail: end.detail, by: end.by)
            self.endHard(round.run)
            self.settle(round.run)
        case .archive: break
        }
    }

    /// A run ended here, for what the cluster knows of it.
    mutating func tellArchived(_ run: Run, was phase: RunRow.Phase, _ values: Values) {
        let row = run.row
        let round = RoundRef(row.ref, round: row.round)
        let end = RunEnd(row.result ?? .bad, reason: row.reason, detail: row.detail, by: row.by, values: values)
        self.tellCluster(phase == .active ? .archived(round, end) : .withdrawn(round, end))
    }

    // MARK: runs that are elsewhere, or come from there

    /// Whether a pending run was given to another host.
    func isAway(_ row: RunRow) -> Bool {
        guard let cluster, row.phase == .pending else { return false }
        return cluster.rows.adopted[RoundRef(row.ref, round: row.round)] != nil
    }

    /// Whether another host adopted the run, and tells those who wait for its end.
    func isForeign(_ row: RunRow) -> Bool {
        guard let cluster, row.ref.host != self.settings.host else { return false }
        return cluster.rows.executed[RoundRef(row.ref, round: row.round)]?.from.isEmpty == false
    }

    /// Whether another host, which is there, has the run and tells of it.
    public func isToldElsewhere(_ row: RunRow) -> Bool {
        guard let cluster, row.execHost != self.settings.host, cluster.sessions[row.execHost] != nil else { return false }
        guard row.phase == .pending else { return row.phase == .archive }
        return cluster.rows.adopted[RoundRef(row.ref, round: row.round)]?.taken == true
    }

    func isStoppedElsewhere(_ row: RunRow) -> Bool {
        self.cluster?.rows.adopted[RoundRef(row.ref, round: row.round)]?.stop != nil
    }

    /// Why a pending run can't be paused here; nil when it can.
    func refusalToPause(_ row: RunRow) -> String? {
        if self.isAway(row) { return "\(row.ref) was given to \(row.execHost): it can't be paused before that host has it" }
        if self.isForeign(row) { return "\(row.ref) came from another host and waits to be placed: cancel it, or wait until it runs" }
        return nil
    }

    /// Its time to wait is over, and another host may have begun it: once that is known it does not count, before it is looked at again.
    mutating func putOff(_ row: RunRow) {
        let isTaken = self.cluster?.rows.adopted[RoundRef(row.ref, round: row.round)]?.taken == true
        self.runs[row.ref]!.row.deadline = isTaken ? nil : self.now + Span(seconds: 10)
        self.touch(row.ref)
        self.arm(row.ref)
    }

    /// Whether one holder keeps the tag from runs on all hosts.
    func isKeptEverywhere(_ tag: String) -> Bool { self.cluster?.rows.me.list.isOfCluster(tag) ?? true }

    // MARK: numbers, slots, warmth

    /// Before the first run of a store: no number may be one that this host's name was used with before.
    mutating func settleNumbers() {
        guard self.host.nextRun == 1, let cluster else { return }
        self.host.nextRun = RunNumbers.start(cluster.numberOrigin ?? .unsure, at: self.now)
    }

    /// Why no run can be adopted now.
    var numberWait: String? {
        guard self.cluster != nil, RunNumbers.wait(for: self.host.nextRun, at: self.now) != nil else { return nil }
        return "\(self.settings.host) has used its numbers up to this moment, or its clock was set back; try again in a moment"
    }

    mutating func timer(_ request: TriggerRequest, _ slot: Moment) {
        let flow = request.flow.flow.key
        let trigger = "\(flow.id)/\(flow.version)/\(request.cause.trigger)"
        if let shared {
            let due = shared.isHome(of: trigger, me: self.settings.host) ? self.now : self.now + shared.times.late
            self.shared!.slots[trigger] = SharedState.DueSlot(request: request, slot: slot, due: due)
            return
        }
        guard self.cluster != nil else { return self.trigger(request, nil) }
        self.dueSlots[trigger] = request
        self.tellCluster(.fire(SlotRow(trigger: trigger, last: slot)))
    }

    /// The flow's workspace, or the mirrors of its repositories, are here now.
    mutating func noteWarm(_ flow: Flow) {
        let profits = flow.reuseSpace || flow.nodes.contains { $0.kind == .executing(type: "git-checkout") }
        guard profits, self.warm.last != flow.id else { return }
        self.warm.removeAll { $0 == flow.id }
        self.warm.append(flow.id)
        if self.warm.count > Self.mostWarm { self.warm.removeFirst() }
    }

    /// Gives a host up.
    mutating func forgetHost(_ name: String, _ token: HubEvent.Token?) {
        if self.shared != nil {
            return self.reply(
                token,
                .conflict(
                    "hosts of one database need not be forgotten: the runs of one that is dead are taken over by the others"))
        }
        guard let cluster else { return self.reply(token, .conflict("this host is in no cluster: there is nobody to forget")) }
        guard name != self.settings.host, name != cluster.rows.me.address else {
            return self.reply(token, .conflict("a host can't forget itself; ask another one"))
        }
        let known = cluster.rows.peers[name] != nil || cluster.rows.me.list.hosts.contains(name)
        guard known else { return self.reply(token, .notFound("there is no host '\(name)' in this cluster")) }
        guard cluster.sessions[cluster.peer(at: name) ?? name] == nil else {
            return self.reply(token, .conflict("\(name) is there: drain it, and take it out of hosts in every file"))
        }
        self.tellCluster(.forget(name))
        self.reply(token, .done)
        self.announceHost("forget")
    }
}
