/// What a host says of itself each second: a hint for placement, and when what it told has changed, to say the rest again.
extension ClusterState {
    private var beat: Beat {
        var beat = Beat()
        beat.load = self.load
        beat.draining = self.draining
        beat.joined = self.joined
        beat.retired = self.rows.me.retired
        beat.left = self.hasLeft
        beat.address = self.rows.me.address
        return beat
    }

    /// Tells all hosts what they place runs by: each second, and at once when it is more than load.
    mutating func sendBeat() {
        self.noteGone()
        let beat = self.beat
        var told = self.lastBeat ?? Beat()
        told.load = beat.load
        guard told != beat || !self.freed.isEmpty || self.beatAt + self.settings.times.beat <= self.now else { return }
        self.lastBeat = beat
        self.beatAt = self.now
        for peer in self.sessions.keys.sorted() { self.sendBeat(to: peer) }
        self.freed = []
    }

    mutating func sendBeat(to peer: String) {
        var beat = self.beat
        beat.freed = self.freed.sorted()
        beat.knewOther = self.rows.peers[peer]?.isReused ?? false
        self.send(peer, .beat(beat))
    }

    mutating func heardBeat(_ beat: Beat, from peer: String) {
        guard let old = self.sessions[peer]?.beat, var row = self.rows.peers[peer] else { return }
        self.sessions[peer]!.beat = beat
        self.sessions[peer]!.offered = 0
        self.knownBy[peer] = beat.knewOther
        row.left = beat.left
        if let address = beat.address, row.address != address {
            row.address = address
            if self.rows.me.list.hosts.contains(address) { row.member = true }
        }
        let changed = self.rows.peers[peer] != row
        self.put(row)
        if changed {
            self.lookAtAll()
            self.tryJoin()
        }
        if beat.joined, !old.joined { self.sendReleases(to: peer) }
        if !beat.freed.isEmpty {
            for (round, pend) in self.pends where pend.refused[peer] != nil && !Set(pend.claim.tags).isDisjoint(with: beat.freed) {
                self.pends[round]!.refused[peer] = nil
                self.lookAt(round)
            }
            for round in self.turnedDown.keys { self.turnedDown[round]![peer] = nil }
        }
        if old.draining != beat.draining || old.retired != beat.retired { self.lookAtAll() }
    }

    /// Taken out of the list, with nothing left that a roll call would have to know.
    var hasLeft: Bool { self.rows.me.retired && self.isGone }

    /// Nothing here holds a tag any more, and every host of the list has joined in it, so that each has heard how far triggers have
    /// fired. A retired host comes to hold nothing anew, so this stays.
    private mutating func noteGone() {
        guard self.rows.me.retired, !self.isGone, self.rows.adopted.isEmpty, self.rows.releases.isEmpty, self.activeCount == 0 else {
            return
        }
        self.isGone = self.rows.me.list.hosts.allSatisfy { address in
            guard let session = self.peer(at: address).flatMap({ self.sessions[$0] }) else { return false }
            return session.beat.joined && session.hello.list == self.rows.me.list
        }
    }
}
