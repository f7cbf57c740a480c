extension ClusterState {
    /// Why a round that was adopted here, or moved here, is where it is. Empty when the cluster has nothing to do with it.
    public func why(_ round: RoundRef) -> [ClusterReason] {
        if let row = self.rows.adopted[round] { return [self.whyAway(row)] }
        guard let pend = self.pends[round] else { return [] }
        if let trouble = self.trouble { return [.trouble(trouble)] }
        if self.releasing[round] != nil {
            return [.givingBack(self.rows.releases.filter { $0.round == round }.map(\.tag).sorted())]
        }
        if self.candidates(pend.claim).isEmpty { return [.noCandidate(hostTags: pend.claim.hostTags)] + self.whyNobody(pend.claim) }
        let tags = self.clusterTags(pend.claim)
        if !tags.isEmpty, !self.joined { return self.whyNotJoined }
        if let tag = tags.first(where: { !self.has(pend, $0) }) { return [self.whyWithout(tag, pend)] }
        return pend.refused.filter { $0.value.until > self.now }.sorted { $0.key < $1.key }.map { .refused(host: $0.key, $0.value.why) }
    }

    /// Why this host grants and fires nothing; empty when it has joined.
    public var whyNotJoined: [ClusterReason] {
        if let trouble = self.trouble { return [.trouble(trouble)] }
        if self.joined { return [] }
        if self.rows.me.retired { return [.retired] }
        guard self.rows.me.address != nil else { return [.notInList(self.rows.me.list.hosts)] }
        let unlike = self.unlike.sorted { $0.key < $1.key }.map { self.difference(to: $1, of: $0) }
        return unlike.isEmpty ? [.notJoined(waitsFor: self.awaited)] : unlike
    }

    /// Why each host of the list does not take a round, this one first.
    private func whyNobody(_ claim: Claim) -> [ClusterReason] {
        func reason(_ host: String, tags: some Collection<String>, draining: Bool, retired: Bool) -> ClusterReason? {
            let missing = claim.hostTags.filter { !tags.contains($0) }
            if !missing.isEmpty { return .refused(host: host, .hostTags(missing)) }
            if draining { return .refused(host: host, .draining) }
            return retired ? .refused(host: host, .retired) : nil
        }
        var reasons: [ClusterReason] = []
        if claim.pinned == nil || claim.pinned == self.name {
            reasons += [
                reason(self.name, tags: self.settings.hostTags, draining: self.draining, retired: self.rows.me.retired)
            ].compactMap(\.self)
        }
        for host in self.hosts where claim.pinned == nil || claim.pinned == host.name {
            if let session = self.sessions[host.name] {
                let beat = session.beat
                reasons += [reason(host.name, tags: session.hello.tags, draining: beat.draining, retired: beat.retired)].compactMap(\.self)
            } else {
                reasons.append(.hostAway(host: host.name, lastSeen: host.lastSeen))
            }
        }
        return reasons
    }

    private func whyAway(_ row: AdoptedRow) -> ClusterReason {
        let seen = self.sessions[row.to] == nil ? self.lastSeen[row.to] ?? row.since : nil
        if !row.taken { return .offered(host: row.to, since: row.since, isThere: seen == nil) }
        return row.asPending ? .moved(host: row.to, since: row.since) : .active(host: row.to, since: row.since, lastSeen: seen)
    }

    private func whyWithout(_ tag: String, _ pend: Pend) -> ClusterReason {
        switch self.home(ofTag: tag) {
        case .here:
            let rows = self.rows.grants.values.filter { $0.hold.tag == tag }
            let before = self.queues[tag]?.firstIndex { $0.want.hold.round == pend.claim.round } ?? 0
            return .tagHeld(tag, holders: rows.map(\.hold.round).sorted(), before: before, since: rows.map(\.since).min())
        case .peer(let home):
            guard self.sessions[home] != nil else { return .homeAway(tag, host: home, lastSeen: self.lastSeen[home]) }
            let queued = pend.queued[tag]
            return .tagHeld(tag, holders: queued?.holders ?? [], before: queued?.before ?? 0, since: queued?.since)
        case .unknown(let address): return .homeAway(tag, host: address, lastSeen: nil)
        }
    }
}
