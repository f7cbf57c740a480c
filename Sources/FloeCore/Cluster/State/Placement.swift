extension ClusterState {
    /// The host to give a run to: one with its workspace warm and a slot free, else the one with the least work for its slots. Among
    /// equals this host, then one that differs from run to run.
    func best(of candidates: [String], for claim: Claim) -> String? {
        candidates.min { self.cost(of: $0, for: claim) < self.cost(of: $1, for: claim) }
    }

    private func cost(of host: String, for claim: Claim) -> PlacementCost {
        let isHere = host == self.name
        let load = isHere ? self.load : self.sessions[host]?.beat.load ?? HostLoad()
        let work = load.running + load.queued + (self.sessions[host]?.offered ?? 0)
        let slots = max(1, load.slots)
        var order: UInt64 = 0
        if !isHere {
            var hash = StableHash()
            hash.add(host)
            hash.add(claim.round.description)
            order = hash.value
        }
        return PlacementCost(isCold: !(work < slots && load.warm.contains(claim.flow)), work: work, slots: slots, order: order)
    }
}

/// What it costs to place a run on a host; the least is best.
struct PlacementCost: Comparable {
    var isCold: Bool
    var work: Int
    var slots: Int
    var order: UInt64

    static func < (a: PlacementCost, b: PlacementCost) -> Bool {
        if a.isCold != b.isCold { return b.isCold }
        let (left, right) = (a.work * b.slots, b.work * a.slots)
        return left == right ? a.order < b.order : left < right
    }
}
