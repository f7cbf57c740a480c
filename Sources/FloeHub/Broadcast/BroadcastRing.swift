internal import FloeCore

/// The last announcements and those who wait for the next one.
struct BroadcastRing {
    typealias Waiter = CheckedContinuation<Void, Never>

    let capacity: Int
    /// How many were ever told.
    private(set) var end: UInt64 = 0
    var closed = false
    private var slots: [Announcement] = []
    private var waiters: [UInt64: Waiter] = [:]
    /// Tickets that were neither used nor cancelled: a task may be cancelled just before it begins to wait.
    private var open: Set<UInt64> = []
    private var lastTicket: UInt64 = 0

    init(capacity: Int) { self.capacity = capacity }

    private var oldest: UInt64 { self.end - UInt64(self.slots.count) }

    mutating func append(_ announcements: [Announcement]) {
        for announcement in announcements {
            if self.slots.count < self.capacity {
                self.slots.append(announcement)
            } else {
                self.slots[Int(self.end % UInt64(self.capacity))] = announcement
            }
            self.end += 1
        }
    }

    /// What came after a position; nil when one has to wait for it.
    func read(after position: UInt64, limit: Int) -> Broadcast.Batch? {
        let end = Broadcast.Cursor(position: self.end)
        if position < self.oldest || position > self.end { return Broadcast.Batch(announcements: [], cursor: end, missed: true) }
        if position == self.end { return self.closed ? Broadcast.Batch(announcements: [], cursor: end, missed: false) : nil }
        let stop = min(self.end, position + UInt64(limit))
        let told = (position..<stop).map { self.slots[Int($0 % UInt64(self.capacity))] }
        return Broadcast.Batch(announcements: told, cursor: Broadcast.Cursor(position: stop), missed: false)
    }

    mutating func ticket() -> UInt64 {
        self.lastTicket += 1
        self.open.insert(self.lastTicket)
        return self.lastTicket
    }

    /// False when there is nothing to wait for.
    mutating func wait(_ ticket: UInt64, after position: UInt64, _ waiter: Waiter) -> Bool {
        let cancelled = self.open.remove(ticket) == nil
        if cancelled || self.closed || position != self.end { return false }
        self.waiters[ticket] = waiter
        return true
    }

    mutating func cancel(_ ticket: UInt64) -> Waiter? {
        self.open.remove(ticket)
        return self.waiters.removeValue(forKey: ticket)
    }

    mutating func takeWaiters() -> [Waiter] {
        let all = Array(self.waiters.values)
        self.waiters.removeAll(keepingCapacity: true)
        return all
    }
}
