/// Hosts that will not come back, stores that may not be gone on with, and hosts that hand their pending runs on.
extension ClusterState {
    /// An operator gives a host up: nobody waits for it, and what it had ends as lost.
    mutating func forget(_ name: String) {
        let store: ForgottenStore
        if let peer = self.rows.peers[name] ?? self.peer(at: name).flatMap({ self.rows.peers[$0] }) {
            store = ForgottenStore(name: peer.name, store: peer.incarnation?.store)
        } else {
            store = ForgottenStore(name: name, store: nil)
        }
        guard store.name != self.name else { return }
        self.heardForgotten(store)
    }

    mutating func heardForgotten(_ store: ForgottenStore) {
        if store.name == self.name {
            if store.store == self.rows.me.incarnation.store { self.wasForgotten() }
            return
        }
        guard self.rows.forgotten.insert(store).inserted else { return }
        self.changes.forgotten.append(store)
        for peer in self.sessions.keys.sorted() where peer != store.name { self.send(peer, .forget(store)) }
        if self.sessions[store.name]?.hello.incarnation.store == store.store {
            // It is told at its next hello.
            self.end(store.name)
        }
        if let lost = store.store {
            for row in self.rows.adopted.values.filter({ $0.to == store.name && $0.store == lost }).sorted(by: {
                $0.claim.age < $1.claim.age
            }) {
                self.lose(row, "\(store.name) was forgotten")
            }
        }
        self.healAt = self.now
        if !self.followForgotten() { self.tryJoin() }
    }

    /// The others gave this host up: what they count as lost must end here before it talks to them again.
    mutating func wasForgotten() {
        guard self.trouble == nil else { return }
        self.trouble = .forgotten(self.name)
        for peer in self.sessions.keys.sorted() { self.end(peer) }
        let lost = RunEnd.lost("\(self.name) was forgotten by the others")
        for row in self.rows.executed.values.sorted(by: { $0.claim.age < $1.claim.age }) {
            switch row.state {
            case .active: self.verdicts.append(.lose(row.claim.round))
            case .pending:
                // Its giver has told its end; what went on from here is stopped.
                if self.pends[row.claim.round] != nil {
                    self.endPending(row.claim.round, lost)
                } else {
                    self.cancel(row.claim.round, RunStop(reason: "lost", by: "", detail: lost.detail))
                }
            case .archived: break
            }
        }
        self.wasForgottenGoesOn()
    }

    /// With nothing active left it takes part again, as a new store.
    mutating func wasForgottenGoesOn() {
        guard case .forgotten = self.trouble, self.activeCount == 0 else { return }
        self.trouble = nil
        self.takeNewStore()
        self.enter(self.withoutForgotten(self.rows.me.fileList))
    }

    private mutating func takeNewStore() {
        let spare = self.settings.spare
        self.put {
            $0.incarnation.store = spare
            $0.joinedAt = nil
        }
    }

    /// The store is a backup: what it has in hand may have been done since.
    mutating func restored() {
        self.takeNewStore()
        self.trouble = nil
        let lost = RunEnd.lost("the store was restored from a backup, and it may have run since")
        for round in self.pends.keys.sorted() { self.endPending(round, lost) }
        for row in self.rows.adopted.values.sorted(by: { $0.claim.age < $1.claim.age }) {
            if !row.asPending { for tag in row.granted { self.release(Hold(tag: tag, round: row.claim.round)) } }
            self.dropAdopted(row.claim.round)
            self.endHere(row.claim.round, lost)
            self.verdicts.append(.ended(row.claim.round, lost))
        }
        for row in self.rows.executed.values.sorted(by: { $0.claim.age < $1.claim.age }) where row.isActive {
            let tags = self.clusterTags(row.claim)
            self.endHere(row.claim.round, lost)
            for tag in tags { self.release(Hold(tag: tag, round: row.claim.round)) }
            self.verdicts.append(.ended(row.claim.round, lost))
        }
        self.enter(self.withoutForgotten(self.rows.me.fileList))
    }

    // MARK: draining

    mutating func drain(_ on: Bool) {
        guard self.draining != on else { return }
        self.draining = on
        self.lookAtAll()
    }

    /// Gives a pending run to another host to place, once its tags are back.
    mutating func move(_ round: RoundRef) {
        if !self.clusterTags(self.pends[round]!.claim).isEmpty { self.giveBack(round) }
        guard self.releasing[round] == nil, let claim = self.pends[round]?.claim else { return }
        let there = self.sessions.filter { peer, session in
            session.beat.takes && (self.pends[round]!.refused[peer].map { $0.until <= self.now } ?? true)
        }
        let fitting = there.filter { _, session in claim.hostTags.allSatisfy(session.hello.tags.contains) }
        guard let best = self.best(of: Array((fitting.isEmpty ? there : fitting).keys), for: claim) else {
            if let until = self.pends[round]!.refused.values.map(\.until).min(), until > self.now { self.wake(round, at: until) }
            return
        }
        self.assign(round, to: best, granted: [], asPending: true)
    }
}
