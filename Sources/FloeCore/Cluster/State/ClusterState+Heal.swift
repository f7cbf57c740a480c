/// Grants that leaked, by a lost disk or a forgotten adopter, are found by asking everybody who still means them. It never keeps a
/// grant from being given and never adds one.
extension ClusterState {
    mutating func beginHeal() {
        self.healAt = self.now + self.settings.times.heal
        let (names, unseen) = self.everyone
        guard self.joined, self.trouble == nil, unseen.isEmpty, names.allSatisfy({ self.sessions[$0] != nil }) else { return }
        self.healNumber += 1
        self.heal = Heal(number: self.healNumber, waiting: names)
        for peer in names.sorted() { self.send(peer, .heal(self.healNumber)) }
        self.finishHeal()
    }

    mutating func heardHeal(_ number: Int, _ tags: [HeldTag], from peer: String) {
        guard self.heal?.number == number else { return }
        self.heal!.waiting.remove(peer)
        self.heal!.seen.formUnion(tags.map(\.hold))
        self.finishHeal()
    }

    private mutating func finishHeal() {
        guard let heal = self.heal, heal.waiting.isEmpty else { return }
        self.heal = nil
        let kept = heal.seen.union(heal.fresh).union(self.held.map(\.hold))
        let leaked = self.rows.grants.keys.filter { !kept.contains($0) }.sorted()
        for hold in leaked { self.dropGrant(hold) }
        for tag in Set(leaked.map(\.tag)).sorted() { self.grantNext(tag) }
    }
}
