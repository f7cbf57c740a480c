/// The home of a tag: it alone grants it, oldest first, and frees it only when it is told.
extension ClusterState {
    mutating func wanted(_ want: WantedTag, by peer: String) {
        // Not this host's to grant, or the lists differ and both say so.
        let mayBeHome = self.home(ofTag: want.hold.tag) == .here || self.rows.me.address == nil
        guard mayBeHome, self.sessions[peer]?.hello.list == self.rows.me.list else { return }
        self.queue(want, from: peer)
    }

    /// Grants the tag, or has the round wait by its age.
    mutating func queue(_ want: WantedTag, from: String) {
        let tag = want.hold.tag
        if self.joined, self.rows.grants[want.hold] != nil {
            self.heal?.fresh.insert(want.hold)
            return self.tellGranted(want.hold, to: from)
        }
        var queue = self.queues[tag] ?? []
        queue.removeAll { $0.want.hold == want.hold }
        let waiter = Waiter(want: want, from: from)
        queue.insert(waiter, at: queue.firstIndex { waiter.age < $0.age } ?? queue.endIndex)
        self.queues[tag] = queue
        self.grantNext(tag)
        if let at = self.queues[tag]?.firstIndex(where: { $0.want.hold == want.hold }), from != self.name {
            let holders = self.rows.grants.keys.filter { $0.tag == tag }.map(\.round).sorted()
            let since = self.rows.grants.values.filter { $0.hold.tag == tag }.map(\.since).min()
            self.send(
                from,
                .queued(
                    QueuedTag(hold: want.hold, holders: Array(holders.prefix(QueuedTag.maxHolders)), before: at, since: since)))
        }
    }

    /// Grants a tag while it has room, oldest first, and tells those that overlap ends.
    mutating func grantNext(_ tag: String) {
        guard self.joined, self.trouble == nil, self.home(ofTag: tag) == .here else { return }
        let overlaps = tag.hasPrefix("flow:")
        if overlaps { self.endReplaced(tag) }
        while let first = self.queues[tag]?.first, (self.granted[tag] ?? 0) < self.limit(tag) {
            self.queues[tag]!.removeFirst()
            self.addGrant(first.want.hold, adopter: first.from, born: first.want.born)
            self.tellGranted(first.want.hold, to: first.from)
        }
        if self.queues[tag]?.isEmpty == true { self.queues[tag] = nil }
        if overlaps { self.applyOverlap(tag) }
    }

    private mutating func tellGranted(_ hold: Hold, to adopter: String) {
        if adopter == self.name { self.heardGrant(hold, from: adopter) } else { self.send(adopter, .granted(hold)) }
    }

    // MARK: releases

    /// Gives a tag back: here at once, to another home by way of the outbox.
    mutating func release(_ hold: Hold) {
        if self.home(ofTag: hold.tag) == .here, self.joined { return self.free(hold) }
        guard self.rows.releases.insert(hold).inserted else { return }
        self.changes.releases[hold] = true
        self.releasing[hold.round, default: 0] += 1
        self.sendRelease(hold)
    }

    private mutating func free(_ hold: Hold) {
        self.dropGrant(hold)
        self.queues[hold.tag]?.removeAll { $0.want.hold == hold }
        self.grantNext(hold.tag)
    }

    private mutating func sendRelease(_ hold: Hold) {
        guard self.started, self.joined || self.rows.me.retired else { return }
        guard case .peer(let home) = self.home(ofTag: hold.tag), self.sessions[home]?.hello.list == self.rows.me.list else { return }
        self.send(home, .release(hold))
    }

    /// Says again what is in the outbox: to one home, or to all.
    mutating func sendReleases(to peer: String? = nil) {
        for hold in self.rows.releases.sorted() {
            switch self.home(ofTag: hold.tag) {
            case .here:
                guard self.joined else { continue }
                self.free(hold)
                self.dropRelease(hold)
            case .peer(let home): if peer == nil || peer == home { self.sendRelease(hold) }
            case .unknown: continue
            }
        }
    }

    mutating func heardRelease(_ hold: Hold, from peer: String) {
        guard self.joined, self.home(ofTag: hold.tag) == .here, self.sessions[peer]?.hello.list == self.rows.me.list else { return }
        self.free(hold)
        self.send(peer, .released(hold))
    }

    mutating func dropRelease(_ hold: Hold) {
        guard self.rows.releases.remove(hold) != nil else { return }
        self.changes.releases[hold] = false
        self.releasing[hold.round] = self.releasing[hold.round] == 1 ? nil : self.releasing[hold.round].map { $0 - 1 }
        self.lookAt(hold.round)
    }
}
