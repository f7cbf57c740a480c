/// A trigger is fired by its home alone. Nobody else takes over: a dead home can't be told from one that is cut off.
extension ClusterState {
    /// Fires a slot, once, if it is this host's to fire; the run is adopted in the same transaction.
    mutating func fire(_ slot: SlotRow) {
        guard self.mayFire(slot.trigger, slot.last) else { return }
        self.put(slot)
        self.verdicts.append(.fired(slot))
    }

    /// Whether this host fires the slot.
    public func mayFire(_ trigger: String, _ slot: Moment) -> Bool {
        guard self.joined, self.trouble == nil, self.home(of: "trigger:\(trigger)") == .here else { return false }
        return slot > self.lastSlot(trigger)
    }

    /// The last slot of a trigger that counts as fired: of one that nobody reported, when this host joined.
    public func lastSlot(_ trigger: String) -> Moment {
        self.rows.slots[trigger]?.last ?? self.rows.me.joinedAt ?? self.now
    }

    /// What a poll saw at its last change.
    public func refs(_ trigger: String) -> [String: String]? { self.rows.slots[trigger]?.refs }

    /// Slots before now are not fired by this host.
    mutating func startSlotsNow() {
        for slot in self.rows.slots.values.sorted(by: { $0.trigger < $1.trigger }) where slot.last < self.now {
            self.put(SlotRow(trigger: slot.trigger, last: self.now, refs: slot.refs))
        }
    }

    /// Takes in how far another host knows a trigger to have fired.
    mutating func carry(_ slot: SlotRow) {
        guard self.rows.slots[slot.trigger].map({ $0.last < slot.last }) ?? true else { return }
        self.put(slot)
    }
}
