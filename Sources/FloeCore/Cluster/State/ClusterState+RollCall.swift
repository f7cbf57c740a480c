/// A host with a new store or a new list grants and fires nothing until every host it knows of has named what it holds, each in the
/// same list. Two hosts with unlike lists can't both come through that, so a tag has one home at any time.
extension ClusterState {
    /// Takes a list of hosts; nil of `fileList` keeps that of the file.
    mutating func enter(_ list: HostList, fileList: HostList? = nil) {
        for peer in self.sessions.keys.sorted() { self.end(peer) }
        self.hangUp()
        self.dropAllGrants()
        self.queues = [:]
        self.answered = []
        self.unlike = [:]
        self.heal = nil
        self.isGone = false
        for round in self.pends.keys {
            self.pends[round]!.asked = [:]
            self.pends[round]!.heard = [:]
            self.pends[round]!.queued = [:]
        }
        self.put {
            $0.list = list
            if let fileList { $0.fileList = fileList }
            $0.joined = false
            // One whose address has changed meets itself again, and is not retired then.
            $0.retired = $0.address.map { !list.hosts.contains($0) } ?? false
        }
        for peer in self.rows.peers.values where peer.address.map(list.hosts.contains) == true && !peer.member {
            var row = peer
            row.member = true
            self.put(row)
        }
        self.lookAtAll()
        self.tryJoin()
        self.dialAll()
    }

    /// The file was read again.
    mutating func reload(_ list: HostList) {
        let present = self.withoutForgotten(list)
        guard present != self.rows.me.list || list != self.rows.me.fileList || self.rows.me.retired else { return }
        self.enter(present, fileList: list)
    }

    /// A list without the hosts that were given up: what they were the home of has another, after a roll call like any change of it.
    func withoutForgotten(_ list: HostList) -> HostList {
        guard !self.rows.forgotten.isEmpty else { return list }
        let hosts = list.hosts.filter { address in
            guard address != self.rows.me.address else { return true }
            guard let peer = self.peer(at: address) else { return !self.rows.forgotten.contains(ForgottenStore(name: address, store: nil)) }
            return !self.isForgotten(self.rows.peers[peer]!)
        }
        return HostList(hosts: hosts, hostScoped: list.hostScoped)
    }

    /// Has the list follow who is given up. True when it changed.
    mutating func followForgotten() -> Bool {
        let list = self.withoutForgotten(self.rows.me.fileList)
        guard self.started, !self.rows.me.retired, list != self.rows.me.list else { return false }
        self.enter(list)
        return true
    }

    mutating func called(_ list: HostList, by peer: String) {
        let me = self.rows.me
        if list == me.list {
            let known = self.rows.peers.values.filter { $0.member && !$0.left && !self.isForgotten($0) }.sorted { $0.name < $1.name }
            self.send(
                peer,
                .holds(
                    Holds(
                        digest: list.digest, tags: self.held, slots: self.rows.slots.values.sorted { $0.trigger < $1.trigger },
                        peers: known.map { Holds.KnownPeer(name: $0.name, address: $0.address) })))
        } else if me.retired, list == self.withoutForgotten(me.fileList) {
            self.enter(list)
        } else if let address = me.address, !list.hosts.contains(address) {
            self.enter(list)
        } else {
            self.unlike[peer] = list
            self.send(peer, .notYet(me.list))
        }
    }

    mutating func heardHolds(_ holds: Holds, from peer: String) {
        guard !self.joined, !self.rows.me.retired, holds.digest == self.rows.me.list.digest else { return }
        for tag in holds.tags where self.home(ofTag: tag.hold.tag) == .here { self.addGrant(tag.hold, adopter: peer, born: tag.born) }
        for slot in holds.slots { self.carry(slot) }
        for known in holds.peers where known.name != self.name && self.rows.peers[known.name] == nil {
            var row = PeerRow(name: known.name, address: known.address)
            row.member = true
            self.put(row)
        }
        self.answered.insert(peer)
        self.tryJoin()
        self.dialAll()
    }

    /// Complete when everybody has answered in this list and this host has met itself in it.
    mutating func tryJoin() {
        guard self.started, self.trouble == nil, !self.joined, !self.rows.me.retired, let address = self.rows.me.address,
            self.rows.me.list.hosts.contains(address)
        else { return }
        let (names, unseen) = self.everyone
        guard unseen.isEmpty, names.isSubset(of: self.answered) else { return }
        let now = self.now
        // A new store, or one that could not hear everybody, can't know what has fired.
        if self.rows.me.joinedAt == nil || !self.rows.forgotten.isEmpty { self.startSlotsNow() }
        self.put {
            $0.joined = true
            $0.joinedAt = now
        }
        self.answered = []
        for tag in self.held where self.home(ofTag: tag.hold.tag) == .here {
            self.addGrant(tag.hold, adopter: self.name, born: tag.born)
        }
        self.sendReleases()
        for tag in self.queues.keys.sorted() { self.answerQueue(tag) }
        self.lookAtAll()
        self.sendBeat()
    }

    /// Waiters that came before this host had joined: those whose grant was named, then by age.
    private mutating func answerQueue(_ tag: String) {
        for waiter in self.queues[tag] ?? [] where self.rows.grants[waiter.want.hold] != nil {
            self.queues[tag]!.removeAll { $0.want.hold == waiter.want.hold }
            self.queue(waiter.want, from: waiter.from)
        }
        self.grantNext(tag)
    }

    /// Whom this host's roll call waits for: names, and addresses never seen.
    public var awaited: [String] {
        guard !self.joined, !self.rows.me.retired else { return [] }
        let (names, unseen) = self.everyone
        return names.subtracting(self.answered).sorted() + unseen
    }
}
