import FloeAPI
import FloeCore
import FloeHub
import Synchronization

/// What all clients of streams are told, in one ring: each reads at its own pace, from a position of its own.
///
/// One pump takes announcements from the hub, whoever listens. Readers that have seen all leave their doorbell.
final class EventFeed: Sendable {
    enum Reading: Sendable {
        /// What came after the position, and where to go on.
        case events([FeedEvent], next: UInt64)
        /// The ring no longer has what came after the position.
        case missed
        /// Nothing yet; the doorbell will be rung.
        case nothing
        /// Nothing will come.
        case closed
    }

    /// Somewhere in the feed, and the last stored event before it.
    struct Place: Sendable {
        var position: UInt64
        var sequence: Int
    }

    private struct State {
        var ring: [FeedEvent] = []
        /// How many events were ever told.
        var end: UInt64 = 0
        /// Sequence number of the last stored one.
        var sequence = 0
        var closed = false
        var bells: [ObjectIdentifier: Doorbell] = [:]
    }

    private static let capacity = 4096

    let host: String
    /// Rung when the feed is closed, for the one task that cuts off who stays.
    let ended = Doorbell()
    private let metrics: Metrics
    private let state = Mutex(State())

    init(host: String, metrics: Metrics) {
        self.host = host
        self.metrics = metrics
    }

    func countMissed() { self.metrics.countMissed() }

    /// Where the feed ends now: position, and the cursor of the last stored event.
    var end: Place { self.state.withLock { Place(position: $0.end, sequence: $0.sequence) } }

    /// Takes what the hub announces until it stops, or until the task is cancelled.
    ///
    /// - Parameter sequence: of the last event that was stored before.
    func pump(_ broadcast: Broadcast, from start: Broadcast.Cursor, sequence: Int) async {
        self.state.withLock { $0.sequence = max($0.sequence, sequence) }
        var cursor = start
        while !Task.isCancelled {
            let batch = await broadcast.next(after: cursor, limit: 256)
            if batch.missed {
                // The feed was left behind: so were all its readers.
                self.skip()
            } else if batch.announcements.isEmpty {
                break
            }
            self.tell(batch.announcements)
            cursor = batch.cursor
        }
        self.close()
    }

    /// What came after a position. The doorbell is kept only with `nothing`.
    func read(after position: UInt64, limit: Int, bell: Doorbell) -> Reading {
        self.state.withLock { state in
            let oldest = state.end - UInt64(state.ring.count)
            if position < oldest { return .missed }
            if position >= state.end {
                if state.closed { return .closed }
                state.bells[ObjectIdentifier(bell)] = bell
                return .nothing
            }
            let stop = min(state.end, position + UInt64(limit))
            let events = (position..<stop).map { state.ring[Int($0 % UInt64(Self.capacity))] }
            return .events(events, next: stop)
        }
    }

    func forget(_ bell: Doorbell) { self.state.withLock { _ = $0.bells.removeValue(forKey: ObjectIdentifier(bell)) } }

    /// Wakes everybody who waits, though there is nothing to tell.
    func wakeAll() {
        for bell in self.state.withLock({ Self.takeBells(&$0) }) { bell.ring() }
    }

    var isClosed: Bool { self.state.withLock { $0.closed } }

    /// Nothing more is told; who waits is told so.
    func close() {
        let bells = self.state.withLock { state in
            state.closed = true
            return Self.takeBells(&state)
        }
        for bell in bells { bell.ring() }
        self.ended.ring()
    }

    /// Tells what another host told. A stream can't be gone on with from there: its cursors are places of this host.
    func tell(elsewhere views: [EventView]) {
        let bells = self.state.withLock { state in
            for var view in views {
                view.cursor = EventCursor(host: self.host, sequence: state.sequence).description
                Self.add(FeedEvent(view, sequence: nil, isElsewhere: true), to: &state)
            }
            return Self.takeBells(&state)
        }
        for bell in bells { bell.ring() }
    }

    private static func add(_ event: FeedEvent, to state: inout State) {
        if state.ring.count < Self.capacity {
            state.ring.append(event)
        } else {
            state.ring[Int(state.end % UInt64(Self.capacity))] = event
        }
        state.end += 1
    }

    private func tell(_ announcements: [Announcement]) {
        let bells = self.state.withLock { state in
            for announcement in announcements {
                if let sequence = announcement.sequence { state.sequence = max(state.sequence, sequence) }
                let cursor = EventCursor(host: self.host, sequence: announcement.sequence ?? state.sequence)
                let event = FeedEvent(EventView(announcement, cursor: cursor), sequence: announcement.sequence)
                Self.add(event, to: &state)
            }
            return Self.takeBells(&state)
        }
        for bell in bells { bell.ring() }
    }

    /// Makes every position so far one that was missed.
    func skip() {
        let bells = self.state.withLock { state in
            state.ring.removeAll(keepingCapacity: true)
            // The ring begins again at a multiple of its capacity, where the first slot is.
            state.end = (state.end / UInt64(Self.capacity) + 1) * UInt64(Self.capacity)
            return Self.takeBells(&state)
        }
        for bell in bells { bell.ring() }
    }

    private static func takeBells(_ state: inout State) -> [Doorbell] {
        let bells = Array(state.bells.values)
        state.bells.removeAll(keepingCapacity: true)
        return bells
    }
}
