/// Every change of a row goes through these, so that memory, what is worked out from it, and the store stay alike.
extension ClusterState {
    mutating func put(_ change: (inout SelfRow) -> Void) {
        change(&self.rows.me)
        self.changes.me = self.rows.me
    }

    mutating func put(_ row: PeerRow) {
        guard self.rows.peers[row.name] != row else { return }
        self.rows.peers[row.name] = row
        self.changes.peers.removeAll { $0.name == row.name }
        self.changes.peers.append(row)
    }

    mutating func put(_ row: AdoptedRow) {
        self.rows.adopted[row.claim.round] = row
        self.changes.adopted[row.claim.round] = .some(row)
    }

    mutating func dropAdopted(_ round: RoundRef) {
        self.rows.adopted[round] = nil
        self.changes.adopted[round] = .some(nil)
    }

    mutating func put(_ row: ExecutedRow) {
        let old = self.rows.executed.updateValue(row, forKey: row.claim.round)
        if old?.isActive != true, row.isActive { self.countActive(row.claim, 1) }
        if old?.isActive == true, !row.isActive { self.countActive(row.claim, -1) }
        self.changes.executed[row.claim.round] = .some(row)
    }

    mutating func dropExecuted(_ round: RoundRef) {
        if let old = self.rows.executed.removeValue(forKey: round), old.isActive { self.countActive(old.claim, -1) }
        self.changes.executed[round] = .some(nil)
    }

    mutating func countActive(_ claim: Claim, _ one: Int) {
        self.activeCount += one
        // Of all tags: which of them are locks may change with the list.
        for tag in claim.tags {
            let count = (self.locked[tag] ?? 0) + one
            self.locked[tag] = count == 0 ? nil : count
        }
    }

    mutating func addGrant(_ hold: Hold, adopter: String, born: Moment) {
        guard self.rows.grants[hold] == nil else { return }
        let row = GrantRow(hold: hold, adopter: adopter, born: born, since: self.now)
        self.rows.grants[hold] = row
        self.changes.grants[hold] = .some(row)
        self.granted[hold.tag, default: 0] += 1
        self.heal?.fresh.insert(hold)
    }

    @discardableResult
    mutating func dropGrant(_ hold: Hold) -> Bool {
        guard self.rows.grants.removeValue(forKey: hold) != nil else { return false }
        self.changes.grants[hold] = .some(nil)
        self.granted[hold.tag] = self.granted[hold.tag] == 1 ? nil : self.granted[hold.tag].map { $0 - 1 }
        return true
    }

    mutating func dropAllGrants() {
        for hold in Array(self.rows.grants.keys) { self.dropGrant(hold) }
    }

    mutating func put(_ slot: SlotRow) {
        self.rows.slots[slot.trigger] = slot
        self.changes.slots.removeAll { $0.trigger == slot.trigger }
        self.changes.slots.append(slot)
    }
}
