/// The executor's side.
extension ClusterState {
    mutating func offered(_ offer: Offer, by peer: String) {
        let round = offer.claim.round
        let known = self.rows.executed[round]
        if let known, known.claim.moves >= offer.claim.moves { return self.send(peer, .taken(round)) }
        let refusal = offer.asPending ? self.refusalToPlace : self.refusal(of: offer.claim, granted: offer.granted, from: peer)
        if let refusal { return self.send(peer, .refused(round, refusal)) }
        // What was given away from here comes back: the hosts between are told its end in their turn.
        if self.rows.adopted[round] != nil { self.dropAdopted(round) }
        let from = (known?.from ?? []).union([peer])
        self.put(ExecutedRow(claim: offer.claim, from: from, state: offer.asPending ? .pending : .active, since: self.now))
        if offer.asPending {
            self.pends[round] = Pend(claim: offer.claim, mayHold: false)
            self.lookAt(round)
        } else {
            self.forgetWaiter(offer.claim)
        }
        self.verdicts.append(.take(offer, from: peer))
        self.send(peer, .taken(round))
    }

    private var refusalToPlace: OfferRefusal? {
        if self.trouble != nil || self.draining { return .draining }
        if self.rows.me.retired { return .retired }
        return self.rows.executed.count + self.pends.count < self.settings.maxLive ? nil : .full
    }

    /// Why a round can't be active here now; nil when it can. A lock that refuses remembers the oldest it refused.
    mutating func refusal(of claim: Claim, granted: [String], from: String) -> OfferRefusal? {
        if self.trouble != nil || self.draining { return .draining }
        if self.rows.me.retired, from != self.name { return .retired }
        let missing = claim.hostTags.filter { !self.settings.hostTags.contains($0) }
        if !missing.isEmpty { return .hostTags(missing) }
        let notGranted = self.clusterTags(claim).filter { !granted.contains($0) }
        if !notGranted.isEmpty { return .notGranted(notGranted) }
        if self.activeCount >= self.settings.maxLive { return .full }
        let locks = self.locks(claim)
        guard let busy = locks.first(where: { self.isBusy($0, for: claim) }) else { return nil }
        let waiter = LockWaiter(age: claim.age, until: self.now + self.settings.times.remember, from: from)
        for lock in locks { self.lockWaiters[lock, default: [:]][claim.round] = waiter }
        return .locked(busy)
    }

    /// Whether a lock of this host is held, or older runs that were refused lately take what room it has.
    private func isBusy(_ lock: String, for claim: Claim) -> Bool {
        let room = self.limit(lock) - (self.locked[lock] ?? 0)
        guard room > 0, let waiters = self.lockWaiters[lock] else { return room <= 0 }
        return waiters.values.count { $0.age < claim.age && $0.until > self.now } >= room
    }

    mutating func forgetWaiter(_ claim: Claim) {
        for lock in claim.tags {
            guard self.lockWaiters[lock]?.removeValue(forKey: claim.round) != nil else { continue }
            if self.lockWaiters[lock]!.isEmpty { self.lockWaiters[lock] = nil }
        }
    }

    /// A run became active before anybody was to be asked: its tags count from now on, and are named in roll calls.
    mutating func running(_ claim: Claim) {
        guard self.rows.executed[claim.round] == nil else { return }
        self.put(ExecutedRow(claim: claim, from: [], state: .active, since: self.now))
    }

    /// The last node has ended: the archive and the releases are one commit.
    mutating func archived(_ round: RoundRef, _ end: RunEnd) {
        guard let row = self.rows.executed[round], row.isActive else { return }
        let claim = row.claim
        // A run that was moved away and came back to be executed: its end is known without being told.
        if self.rows.adopted[round] != nil { self.dropAdopted(round) }
        self.endHere(round, end)
        for tag in self.clusterTags(claim) { self.release(Hold(tag: tag, round: round)) }
        for lock in self.locks(claim) { self.tellFree(lock) }
        self.wasForgottenGoesOn()
    }

    /// A busy lock has room: whoever it refused is told, the oldest gets it.
    private mutating func tellFree(_ lock: String) {
        self.lockWaiters[lock] = self.lockWaiters[lock]?.filter { $0.value.until > self.now }
        guard let waiters = self.lockWaiters[lock], !waiters.isEmpty else { return self.lockWaiters[lock] = nil }
        let name = self.name
        for (round, waiter) in waiters {
            if waiter.from == name {
                self.pends[round]?.refused[name] = nil
                self.lookAt(round)
            } else {
                self.freed.insert(lock)
            }
        }
    }

    /// The executor's row of a round that is over here: told to whoever it came from until that is noted.
    mutating func endHere(_ round: RoundRef, _ end: RunEnd) {
        guard var row = self.rows.executed[round] else { return }
        if row.from.isEmpty { return self.dropExecuted(round) }
        if case .archived = row.state { return }
        row.state = .archived(end)
        row.since = self.now
        self.put(row)
        for peer in row.from.sorted() { self.send(peer, .ended(round, end)) }
    }

    mutating func noted(_ round: RoundRef, by peer: String) {
        guard var row = self.rows.executed[round], case .archived = row.state, row.from.remove(peer) != nil else { return }
        if row.from.isEmpty { self.dropExecuted(round) } else { self.put(row) }
    }

    mutating func cancelHeard(_ round: RoundRef, _ stop: RunStop, from peer: String) {
        guard self.rows.executed[round]?.from.contains(peer) == true else { return }
        self.cancel(round, stop)
    }
}
