/// All that a host stores of the cluster.
public struct ClusterRows: Sendable, Hashable, Codable {
    public var me: SelfRow
    public var peers: [String: PeerRow] = [:]
    public var forgotten: Set<ForgottenStore> = []
    public var adopted: [RoundRef: AdoptedRow] = [:]
    public var executed: [RoundRef: ExecutedRow] = [:]
    public var releases: Set<Hold> = []
    public var grants: [Hold: GrantRow] = [:]
    public var slots: [String: SlotRow] = [:]

    public init(me: SelfRow) { self.me = me }

    /// Takes in what a decision changed.
    public mutating func apply(_ changes: ClusterChanges) {
        if let me = changes.me { self.me = me }
        for peer in changes.peers { self.peers[peer.name] = peer }
        self.forgotten.formUnion(changes.forgotten)
        for (round, row) in changes.adopted { self.adopted[round] = row }
        for (round, row) in changes.executed { self.executed[round] = row }
        for (hold, open) in changes.releases { if open { self.releases.insert(hold) } else { self.releases.remove(hold) } }
        for (hold, row) in changes.grants { self.grants[hold] = row }
        for slot in changes.slots { self.slots[slot.trigger] = slot }
    }
}

/// The rows of the cluster that a decision changed; nil, or false, for one that is gone. Written with the hub's own rows in one
/// transaction.
public struct ClusterChanges: Sendable, Hashable {
    public var me: SelfRow?
    public var peers: [PeerRow] = []
    public var forgotten: [ForgottenStore] = []
    public var adopted: [RoundRef: AdoptedRow?] = [:]
    public var executed: [RoundRef: ExecutedRow?] = [:]
    public var releases: [Hold: Bool] = [:]
    public var grants: [Hold: GrantRow?] = [:]
    public var slots: [SlotRow] = []

    public init() {}

    /// Takes in what a later decision of the same batch changed.
    mutating func merge(_ later: ClusterChanges) {
        if let me = later.me { self.me = me }
        for peer in later.peers {
            self.peers.removeAll { $0.name == peer.name }
            self.peers.append(peer)
        }
        self.forgotten += later.forgotten
        self.adopted.merge(later.adopted) { $1 }
        self.executed.merge(later.executed) { $1 }
        self.releases.merge(later.releases) { $1 }
        self.grants.merge(later.grants) { $1 }
        for slot in later.slots {
            self.slots.removeAll { $0.trigger == slot.trigger }
            self.slots.append(slot)
        }
    }

    public var isEmpty: Bool {
        self.me == nil && self.peers.isEmpty && self.forgotten.isEmpty && self.adopted.isEmpty && self.executed.isEmpty
            && self.releases.isEmpty && self.grants.isEmpty && self.slots.isEmpty
    }
}
