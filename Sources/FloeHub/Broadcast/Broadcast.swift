public import FloeCore
internal import Synchronization

/// What all clients are told, in one ring that they share: each reads at its own pace with a cursor of its own.
///
/// Telling costs the same for one client and for a thousand that read, and a slow one holds up nobody: it is told that it missed
/// something, and reads that from the store.
public final class Broadcast: Sendable {
    /// A place in the stream of announcements of this process; not stored, not known to others.
    public struct Cursor: Sendable, Hashable, Comparable {
        public var position: UInt64
        public init(position: UInt64) { self.position = position }
        public static func < (a: Cursor, b: Cursor) -> Bool { a.position < b.position }
    }

    /// What was told after a cursor.
    public struct Batch: Sendable {
        public var announcements: [Announcement]
        /// Where to go on.
        public var cursor: Cursor
        /// The ring no longer has all that was told after the cursor asked with. `announcements` is empty then and `cursor` is the end:
        /// first read from the store what was stored since, then go on from there, leaving out what has been read.
        public var missed: Bool
    }

    private let ring: Mutex<BroadcastRing>

    /// - Parameter capacity: How many announcements it keeps; at least 1.
    public init(capacity: Int = 4096) { self.ring = Mutex(BroadcastRing(capacity: max(1, capacity))) }

    /// After the last announcement so far.
    public var end: Cursor { self.ring.withLock { Cursor(position: $0.end) } }

    /// Tells all. In order of the calls.
    public func publish(_ announcements: [Announcement]) {
        if announcements.isEmpty { return }
        let waiters = self.ring.withLock { ring in
            ring.append(announcements)
            return ring.takeWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// What was told after the cursor, at most `limit` of it; waits until there is something.
    ///
    /// Empty and nothing missed means that nothing more comes: the broadcast was shut down or the calling task is cancelled.
    public func next(after cursor: Cursor, limit: Int) async -> Batch {
        while !Task.isCancelled {
            if let batch = self.ring.withLock({ $0.read(after: cursor.position, limit: max(1, limit)) }) { return batch }
            await self.wait(after: cursor)
        }
        return Batch(announcements: [], cursor: cursor, missed: false)
    }

    /// Nothing more is told. Whoever waits gets an empty batch, and so does who asks for more once he has read all.
    public func shutDown() {
        let waiters = self.ring.withLock { ring in
            ring.closed = true
            return ring.takeWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    private func wait(after cursor: Cursor) async {
        let ticket = self.ring.withLock { $0.ticket() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: BroadcastRing.Waiter) in
                // Looked at again: something may have been told, or the task cancelled, since.
                let waits = self.ring.withLock { $0.wait(ticket, after: cursor.position, waiter) }
                if !waits { waiter.resume() }
            }
        } onCancel: {
            self.ring.withLock { $0.cancel(ticket) }?.resume()
        }
    }
}
