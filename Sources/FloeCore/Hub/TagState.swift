/// Who holds a tag, and who wants it.
struct TagState: Sendable {
    /// Active runs that want it.
    var holders: Set<RunRef> = []
    /// Ready pending runs that want it.
    var wanters = SortedQueue<RunAge>()
    /// Of the wanters, those to be looked at when there is room: each waiting run is in the queue of one tag that keeps it.
    var waiters = SortedQueue<RunAge>()
    /// The same for children that a run waits for; reservations do not bind these.
    var waitingChildren = SortedQueue<RunAge>()

    var isUnused: Bool { self.holders.isEmpty && self.wanters.isEmpty }
}
