import FloeTesting

@testable import FloeCore

/// Rules broken on purpose: by what is lost, forged or said too early around the code under test, so that none of it is in there.
extension ClusterWorld {
    /// A host that says something before it is stored, and ends.
    mutating func crashesEarly(_ at: Int, _ decision: ClusterDecision) -> Bool {
        let isSaid = decision.effects.contains { effect in
            guard case .send(_, let message) = effect else { return false }
            switch (self.setup.plant, message) {
            case (.takenBeforeSaved, .taken): return decision.verdicts.contains { if case .take = $0 { true } else { false } }
            case (.offerBeforeSaved, .offer(let offer)): return decision.changes.adopted[offer.claim.round] != nil
            default: return false
            }
        }
        guard isSaid, !self.settling, self.random.chance(30) else { return false }
        self.note("\(self.hosts[at].name) said it and did not save it")
        for effect in decision.effects {
            if case .send(let session, let message) = effect, let (id, end) = self.link(at, session) {
                self.links[id]!.inbox[1 - end].append(.message(message))
            }
        }
        self.crash(at)
        return true
    }

    /// True when the host is to think that it has joined, for these events alone.
    mutating func plantBefore(_ at: Int, _ events: [ClusterEvent]) -> Bool {
        switch self.setup.plant {
        case .healDropsFresh: self.hosts[at].state!.heal?.fresh = []
        case .askedBeforeReleased: self.hosts[at].state!.releasing = [:]
        case .askedBeforeJoined:
            let me = self.hosts[at].state!.rows.me
            guard !me.joined, !me.retired, !self.settling else { return false }
            let isAsking = events.allSatisfy { event in
                switch event {
                case .ready, .archived, .tick, .message(_, .granted), .message(_, .want), .message(_, .release): true
                default: false
                }
            }
            if isAsking { self.hosts[at].state!.rows.me.joined = true }
            return isAsking
        default: break
        }
        return false
    }

    mutating func plantAfter(_ at: Int) {
        guard let state = self.hosts[at].state else { return }
        switch self.setup.plant {
        case .forgottenBeforeNoted:
            for (round, row) in state.rows.executed {
                if case .archived = row.state {
                    self.hosts[at].disk.executed[round] = nil
                    self.hosts[at].state!.rows.executed[round] = nil
                }
            }
        case .releasedBeforeArchive:
            guard !self.settling, self.random.chance(50) else { return }
            for row in state.rows.executed.values where row.isActive {
                for tag in state.clusterTags(row.claim) {
                    guard case .peer(let home) = state.home(ofTag: tag), let session = state.sessions[home],
                        let (id, end) = self.link(at, session.id)
                    else { continue }
                    self.links[id]!.inbox[1 - end].append(.message(.release(Hold(tag: tag, round: row.claim.round))))
                }
            }
        default: break
        }
    }

    /// What a host is made to say.
    mutating func planted(_ message: PeerMessage, from at: Int) -> PeerMessage {
        let rows = self.hosts[at].disk
        func kept(_ tags: [HeldTag]) -> [HeldTag] {
            switch self.setup.plant {
            case .callOmitsAssigned: tags.filter { rows.adopted[$0.hold.round].map(\.taken) ?? true }
            case .callOmitsHanded: tags.filter { !(rows.adopted[$0.hold.round].map(\.taken) ?? false) }
            default: tags
            }
        }
        switch message {
        case .holds(var holds):
            holds.tags = kept(holds.tags)
            if self.setup.plant == .slotNotCarried { holds.slots = [] }
            if self.setup.plant == .movedRunsNamed {
                for row in rows.adopted.values where row.asPending {
                    for tag in row.claim.tags where rows.me.list.isOfCluster(tag) {
                        holds.tags.append(HeldTag(hold: Hold(tag: tag, round: row.claim.round), born: row.claim.born))
                    }
                }
            }
            return .holds(holds)
        case .healHolds(let number, let tags): return .healHolds(number, self.setup.plant == .healWithoutAll ? [] : kept(tags))
        default: return message
        }
    }

    mutating func planted(_ greeting: Greeting) -> Greeting {
        func told(_ hello: Hello) -> Hello {
            var hello = hello
            switch self.setup.plant {
            case .diskLossNotNoticed:
                hello.incarnation.store = StoreID("\(hello.name)s1")
                hello.incarnation.boot += 100 * self.hosts.first { $0.name == hello.name }!.stores
            case .olderCopyHeard: hello.incarnation.boot += 1_000 * self.hosts.first { $0.name == hello.name }!.starts
            default: break
            }
            return hello
        }
        switch greeting {
        case .hello(let hello): return .hello(told(hello))
        case .welcome(let hello): return .welcome(told(hello))
        case .refused: return greeting
        }
    }

    mutating func plantedHeard(_ message: PeerMessage, _ at: Int) -> PeerMessage {
        if self.setup.plant == .healUnnumbered, case .healHolds(_, let tags) = message, let number = self.hosts[at].state?.heal?.number {
            return .healHolds(number, tags)
        }
        return message
    }

    /// An old session's messages are heard as if they were of the present one.
    func plantedSession(_ session: SessionID, _ at: Int, from: Int) -> SessionID {
        guard self.setup.plant == .oldSessionHeard else { return session }
        return self.hosts[at].state?.sessions[self.hosts[from].name]?.id ?? session
    }

    mutating func plantBeforeClose(_ at: Int, _ session: SessionID) throws {
        guard let state = self.hosts[at].state, let peer = state.names[session] else { return }
        switch self.setup.plant {
        case .silenceIsRefusal:
            for row in state.rows.adopted.values where row.to == peer && !row.taken {
                try self.step(at, [.message(session, .refused(row.claim.round, .draining))])
            }
        case .freedOnSilence:
            for grant in state.rows.grants.values where grant.adopter == peer {
                try self.step(at, [.message(session, .release(grant.hold))])
            }
        default: break
        }
    }
}
