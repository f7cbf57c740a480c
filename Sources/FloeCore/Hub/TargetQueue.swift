/// Instances that wait for a host other than that of their run.
struct TargetQueue: Sendable {
    /// Clean-up's, and all others.
    var cleanup = SortedQueue<HubState.SlotClaim>()
    var others = SortedQueue<HubState.SlotClaim>()

    var isEmpty: Bool { self.cleanup.isEmpty && self.others.isEmpty }

    mutating func popFirst() -> HubState.SlotClaim? { self.cleanup.popFirst() ?? self.others.popFirst() }
}
