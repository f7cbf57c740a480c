extension ClusterState {
    /// Where a tag is granted, or a trigger fired.
    enum Home: Equatable {
        case here
        case peer(String)
        /// A host of the list that was never seen, or this one has not met itself yet.
        case unknown(String)
    }

    func home(ofTag tag: String) -> Home { self.home(of: "tag:\(tag)") }

    func home(of name: String) -> Home {
        guard let address = self.rows.me.list.home(of: name) else { return .unknown("") }
        if address == self.rows.me.address { return .here }
        guard let peer = self.peer(at: address) else { return .unknown(address) }
        return .peer(peer)
    }

    /// The host at an address of the list; of several that were there, one that is not forgotten.
    func peer(at address: String) -> String? {
        var found: String?
        for peer in self.rows.peers.values where peer.address == address {
            if !self.isForgotten(peer) { return peer.name }
            found = peer.name
        }
        return found
    }

    /// Where a new store's run numbers begin; nil while some hosts have not been heard. Who can't wait for them is unsure.
    public var numberOrigin: RunNumbers.Origin? {
        if self.trouble != nil || self.knownBy.values.contains(true) { return .unsure }
        let (names, unseen) = self.everyone
        guard self.rows.me.address != nil, unseen.isEmpty, names.allSatisfy({ self.knownBy[$0] != nil }) else { return nil }
        return self.rows.forgotten.isEmpty ? .first : .unsure
    }

    func isForgotten(_ peer: PeerRow) -> Bool {
        guard !self.rows.forgotten.isEmpty, let store = peer.incarnation?.store else { return false }
        return self.rows.forgotten.contains(ForgottenStore(name: peer.name, store: store))
    }

    /// The tags of a run that the cluster grants, in the order they are taken.
    func clusterTags(_ claim: Claim) -> [String] { claim.tags.filter(self.rows.me.list.isOfCluster) }

    func locks(_ claim: Claim) -> [String] { claim.tags.filter { !self.rows.me.list.isOfCluster($0) } }

    func limit(_ tag: String) -> Int { self.settings.limits[tag] ?? 1 }

    /// Everybody whose answer a roll call or a heal needs: hosts of the list and of all lists before. Addresses never seen are second.
    var everyone: (names: Set<String>, unseen: [String]) {
        var names: Set<String> = []
        var unseen: [String] = []
        for address in self.rows.me.list.hosts where address != self.rows.me.address {
            if let peer = self.peer(at: address) {
                if !self.isForgotten(self.rows.peers[peer]!) { names.insert(peer) }
            } else if !self.rows.forgotten.contains(ForgottenStore(name: address, store: nil)) {
                unseen.append(address)
            }
        }
        for peer in self.rows.peers.values where peer.member && !peer.left && !self.isForgotten(peer) { names.insert(peer.name) }
        return (names, unseen)
    }

    /// What this host names in roll calls and heals: active rounds; rounds given to another host and not known as ended; pending
    /// ones with the grant heard. All are needed: a run between two hosts is in neither's table of active ones.
    var held: [HeldTag] {
        var held: [HeldTag] = []
        func add(_ claim: Claim, _ tags: [String]) {
            for tag in tags { held.append(HeldTag(hold: Hold(tag: tag, round: claim.round), born: claim.born)) }
        }
        for row in self.rows.executed.values where row.isActive { add(row.claim, self.clusterTags(row.claim)) }
        // A run that moved as pending has given its tags back, and whoever has it names it.
        for row in self.rows.adopted.values where !row.asPending { add(row.claim, self.clusterTags(row.claim)) }
        for pend in self.pends.values { add(pend.claim, self.clusterTags(pend.claim).filter { self.has(pend, $0) }) }
        return held
    }

    /// Whether a pending round was granted a tag.
    func has(_ pend: Pend, _ tag: String) -> Bool {
        if self.rows.grants[Hold(tag: tag, round: pend.claim.round)] != nil { return self.home(ofTag: tag) == .here }
        return pend.heard[tag] != nil
    }
}
