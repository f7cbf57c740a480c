/// The adopter's side: a pending round takes its cluster tags one by one, then goes to the best host that will have it.
extension ClusterState {
    mutating func ready(_ claim: Claim) {
        let round = claim.round
        guard self.pends[round] == nil, self.rows.adopted[round] == nil, self.rows.executed[round] == nil else { return }
        self.pends[round] = Pend(claim: claim, mayHold: !self.started)
        self.lookAt(round)
    }

    mutating func lookAt(_ round: RoundRef) {
        if let pend = self.pends[round] { self.look.insert(pend.claim.age) }
    }

    mutating func lookAtAll() {
        for pend in self.pends.values { self.look.insert(pend.claim.age) }
    }

    mutating func placeAll() {
        guard self.trouble == nil, !self.closing else { return }
        while let age = self.look.popFirst() { self.place(age.round) }
    }

    private mutating func place(_ round: RoundRef) {
        guard let claim = self.pends[round]?.claim, self.releasing[round] == nil else { return }
        if self.draining, claim.pinned == nil { return self.move(round) }
        let candidates = self.candidates(claim)
        guard !candidates.isEmpty else { return self.waitAlone(round) }
        self.pends[round]!.aloneSince = nil
        let tags = self.clusterTags(claim)
        guard tags.isEmpty || self.joined else { return }
        for tag in tags where !self.has(self.pends[round]!, tag) {
            self.want(tag, for: round)
            // Granted by this host itself, or not yet.
            guard self.pends[round] != nil, self.has(self.pends[round]!, tag) else { return }
        }
        self.give(round, tags, to: candidates)
    }

    /// Whoever may execute a run and is there.
    func candidates(_ claim: Claim) -> [String] {
        var found: [String] = []
        func fits(_ name: String, _ tags: some Collection<String>) -> Bool {
            (claim.pinned == nil || claim.pinned == name) && claim.hostTags.allSatisfy { tags.contains($0) }
        }
        if !self.draining, !self.rows.me.retired || self.clusterTags(claim).isEmpty, fits(self.name, self.settings.hostTags) {
            found.append(self.name)
        }
        for (peer, session) in self.sessions where session.beat.takes && fits(peer, session.hello.tags) { found.append(peer) }
        return found
    }

    /// A run without a living candidate keeps no tags from others for long. Silence frees nothing of it but by its own adopter.
    private mutating func waitAlone(_ round: RoundRef) {
        let since = self.pends[round]!.aloneSince ?? self.now
        self.pends[round]!.aloneSince = since
        let until = since + self.settings.times.giveBack
        guard until <= self.now else { return self.wake(round, at: until) }
        self.giveBack(round)
    }

    /// Gives back what a pending round has or asked for; it asks again, with its old age, when all of that is acknowledged.
    mutating func giveBack(_ round: RoundRef) {
        guard let pend = self.pends[round], pend.mayHold else { return }
        self.pends[round]!.mayHold = false
        self.pends[round]!.asked = [:]
        self.pends[round]!.heard = [:]
        self.pends[round]!.queued = [:]
        for tag in self.clusterTags(pend.claim) { self.release(Hold(tag: tag, round: round)) }
    }

    mutating func wake(_ round: RoundRef, at: Moment) {
        self.pends[round]!.wake = at
        self.wakes.insert(Wake(at: at, round: round))
    }

    private mutating func want(_ tag: String, for round: RoundRef) {
        guard let pend = self.pends[round], pend.asked[tag] == nil else { return }
        let want = WantedTag(
            hold: Hold(tag: tag, round: round), adoptedAt: pend.claim.adoptedAt, born: pend.claim.born, overlap: pend.claim.overlap)
        switch self.home(ofTag: tag) {
        case .here:
            self.pends[round]!.mayHold = true
            self.pends[round]!.asked[tag] = self.name
            self.queue(want, from: self.name)
        case .peer(let home):
            guard self.sessions[home] != nil else { return }
            self.pends[round]!.mayHold = true
            self.pends[round]!.asked[tag] = home
            self.send(home, .want(want))
        case .unknown: return
        }
    }

    mutating func heardGrant(_ hold: Hold, from home: String) {
        guard let pend = self.pends[hold.round], pend.asked[hold.tag] == home else { return }
        self.pends[hold.round]!.heard[hold.tag] = home
        self.pends[hold.round]!.queued[hold.tag] = nil
        self.lookAt(hold.round)
    }

    /// All tags are there: the best candidate that has not refused it lately gets it.
    private mutating func give(_ round: RoundRef, _ tags: [String], to candidates: [String]) {
        let claim = self.pends[round]!.claim
        var open = candidates.filter { self.pends[round]!.refused[$0].map { $0.until <= self.now } ?? true }
        while let best = self.best(of: open, for: claim) {
            guard best == self.name else { return self.assign(round, to: best, granted: tags, asPending: false) }
            guard let refusal = self.refusal(of: claim, granted: tags, from: self.name) else { return self.activateOwn(claim) }
            self.pends[round]!.refused[best] = Refused(until: self.now + self.settings.times.refused, why: refusal)
            open.removeAll { $0 == best }
        }
        if let until = self.pends[round]!.refused.values.map(\.until).min() { self.wake(round, at: until) }
    }

    private mutating func activateOwn(_ claim: Claim) {
        self.dropPend(claim.round)
        let from = self.rows.executed[claim.round]?.from ?? []
        self.put(ExecutedRow(claim: claim, from: from, state: .active, since: self.now))
        self.forgetWaiter(claim)
        self.verdicts.append(.activate(claim.round))
    }

    mutating func assign(_ round: RoundRef, to peer: String, granted: [String], asPending: Bool) {
        guard let pend = self.pends[round], let store = self.sessions[peer]?.hello.incarnation.store else { return }
        self.dropPend(round)
        // Hosts that are busy would else be asked in turn without end.
        if !pend.refused.isEmpty { self.turnedDown[round] = pend.refused }
        var claim = pend.claim
        claim.moves += 1
        let row = AdoptedRow(claim: claim, to: peer, store: store, granted: granted, asPending: asPending, since: self.now)
        self.put(row)
        self.sendOffer(row)
    }

    mutating func sendOffer(_ row: AdoptedRow) {
        self.sessions[row.to]?.offered += 1
        self.send(row.to, .offer(Offer(claim: row.claim, granted: row.granted, asPending: row.asPending)))
    }

    mutating func dropPend(_ round: RoundRef) {
        guard let pend = self.pends.removeValue(forKey: round) else { return }
        self.look.remove(pend.claim.age)
    }

    // MARK: answers

    mutating func taken(_ round: RoundRef, by peer: String) {
        guard var row = self.rows.adopted[round], row.to == peer else { return }
        self.turnedDown[round] = nil
        if !row.taken {
            row.taken = true
            row.since = self.now
            self.put(row)
        }
        if let stop = row.stop { self.send(peer, .cancel(round, stop)) }
    }

    mutating func refused(_ round: RoundRef, _ why: OfferRefusal, by peer: String) {
        guard let row = self.rows.adopted[round], row.to == peer, !row.taken else { return }
        self.dropAdopted(round)
        var pend = Pend(claim: row.claim)
        pend.refused = self.turnedDown.removeValue(forKey: round) ?? [:]
        pend.refused[peer] = Refused(until: self.now + self.settings.times.refused, why: why)
        self.pends[round] = pend
        if let stop = row.stop { return self.endPending(round, stop.end) }
        self.lookAt(round)
    }

    mutating func ended(_ round: RoundRef, _ end: RunEnd, at peer: String) {
        if let row = self.rows.adopted[round], row.to == peer { self.finish(row, end) }
        self.send(peer, .noted(round))
    }

    /// What was given away has come to its end; so has whoever it came from to be told.
    private mutating func finish(_ row: AdoptedRow, _ end: RunEnd) {
        let round = row.claim.round
        self.dropAdopted(round)
        self.turnedDown[round] = nil
        // It came back from there and is still active.
        if self.rows.executed[round]?.isActive == true { return }
        self.endHere(round, end)
        self.verdicts.append(.ended(round, end))
    }

    /// The host it was given to lost it.
    mutating func lose(_ row: AdoptedRow, _ detail: String) {
        // Where a run went on from that host as pending nobody here knows; a heal finds what it held.
        if !row.asPending { for tag in row.granted { self.release(Hold(tag: tag, round: row.claim.round)) } }
        self.finish(row, .lost("\(row.claim.round) was given to \(row.to): \(detail)"))
    }

    // MARK: ends of pending runs

    /// The hub ended a pending run.
    mutating func withdraw(_ round: RoundRef, _ end: RunEnd) {
        guard let pend = self.pends[round] else { return }
        self.dropPend(round)
        self.forgetWaiter(pend.claim)
        for tag in self.clusterTags(pend.claim) { self.release(Hold(tag: tag, round: round)) }
        self.endHere(round, end)
    }

    /// A pending run is over by what another host said.
    mutating func endPending(_ round: RoundRef, _ end: RunEnd) {
        self.withdraw(round, end)
        self.verdicts.append(.ended(round, end))
    }

    mutating func pause(_ round: RoundRef) {
        guard let claim = self.pends[round]?.claim else { return }
        self.giveBack(round)
        self.forgetWaiter(claim)
        self.dropPend(round)
    }

    mutating func cancel(_ round: RoundRef, _ stop: RunStop) {
        if self.pends[round] != nil { return self.endPending(round, stop.end) }
        if var row = self.rows.adopted[round] {
            if let old = row.stop, old.hard || !stop.hard { return }
            row.stop = stop
            self.put(row)
            if row.taken { self.send(row.to, .cancel(round, stop)) }
        } else if self.rows.executed[round]?.isActive == true {
            self.verdicts.append(.stop(round, stop))
        }
    }
}
