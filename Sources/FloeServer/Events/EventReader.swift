import FloeAPI
import FloeCore
import NIOCore

/// Reads the stream for one client: first what was stored since a cursor, then what is told.
struct EventReader: Sendable {
    enum Reading: Sendable {
        case events([FeedEvent])
        /// Events after the cursor were left out.
        case missed(EventCursor)
        /// Nothing yet, or the doorbell was rung for another reason.
        case woken
        case closed
    }

    private enum Place: Sendable {
        case stored(after: Int, then: UInt64)
        case told(after: UInt64)
    }

    private static let batch = 128
    private static let bytes = 256 << 10

    private let source: EventSource
    private let bell: Doorbell
    private var filter: SubscribeMessage.Subscription
    /// Only what this host tells itself.
    private let isOwn: Bool
    private var place: Place
    /// Of the last stored event that was seen, wanted or not.
    private var sequence: Int
    /// What was read and did not fit into one batch.
    private var rest: ArraySlice<FeedEvent> = []

    /// Everything from now or from a place on, or everything of one run.
    init(
        _ source: EventSource, bell: Doorbell, run: RunRef? = nil, from place: EventFeed.Place? = nil,
        isOwn: Bool = false
    ) {
        self.source = source
        self.bell = bell
        self.isOwn = isOwn
        self.filter = SubscribeMessage.Subscription(run: run)
        let end = place ?? source.feed.end
        self.place = .told(after: end.position)
        self.sequence = end.sequence
    }

    /// Begins anew as a client asks.
    ///
    /// - Returns: Where things stand.
    mutating func begin(_ subscription: SubscribeMessage.Subscription) async throws -> SnapshotMessage {
        self.filter = subscription
        self.filter.flow = subscription.flow.map { String($0.prefix { $0 != "@" }) }
        self.rest = []
        // What is stored after this is told after it too; what is told twice is left out by its sequence number.
        let end = self.source.feed.end
        let now = try await self.source.sequence()
        var resumed = false
        // What other hosts told meanwhile can't be told again: then it begins anew.
        let mayResume = self.source.cluster == nil || self.isOwn
        if mayResume, let since = subscription.since.flatMap({ EventCursor($0) }), since.host == self.source.host, since.sequence <= now,
            try await self.source.reaches(since.sequence)
        {
            self.sequence = since.sequence
            self.place = .stored(after: since.sequence, then: end.position)
            resumed = true
        } else {
            self.sequence = now
            self.place = .told(after: end.position)
        }
        let runs = try await self.source.liveRuns(self.filter, isOwn: self.isOwn)
        return SnapshotMessage(
            cursor: EventCursor(host: self.source.host, sequence: self.sequence), resumed: resumed || subscription.since == nil, runs: runs)
    }

    /// The next events that are wanted; waits until there is something to tell.
    mutating func next() async throws -> Reading {
        while true {
            if !self.rest.isEmpty { return .events(self.take()) }
            switch self.place {
            case .stored(let after, let position):
                guard let events = try await self.source.stored(after: after, limit: Self.batch) else {
                    self.place = .told(after: position)
                    return .missed(EventCursor(host: self.source.host, sequence: self.sequence))
                }
                if let last = events.last?.sequence {
                    self.place = .stored(after: last, then: position)
                    self.look(at: events)
                } else {
                    self.place = .told(after: position)
                }
            case .told(let position):
                switch self.source.feed.read(after: position, limit: Self.batch, bell: self.bell) {
                case .events(let events, let next):
                    self.place = .told(after: next)
                    self.look(at: events)
                case .missed:
                    self.source.feed.countMissed()
                    let cursor = EventCursor(host: self.source.host, sequence: self.sequence)
                    let end = self.source.feed.end
                    self.place = .told(after: end.position)
                    self.sequence = max(self.sequence, end.sequence)
                    return .missed(cursor)
                case .nothing:
                    await self.bell.wait()
                    return .woken
                case .closed: return .closed
                }
            }
        }
    }

    /// Keeps what is wanted and was not seen before.
    private mutating func look(at events: [FeedEvent]) {
        var wanted: [FeedEvent] = []
        for event in events {
            if let sequence = event.sequence {
                if sequence <= self.sequence { continue }
                self.sequence = sequence
            }
            if self.isOwn, event.isElsewhere { continue }
            if let flow = self.filter.flow, event.flow != flow { continue }
            if let run = self.filter.run, event.run != run { continue }
            wanted.append(event)
        }
        self.rest = wanted[...]
    }

    /// As much of the rest as one write may hold.
    private mutating func take() -> [FeedEvent] {
        var bytes = 0
        let taken = self.rest.prefix { event in
            defer { bytes += event.text.readableBytes }
            return bytes < Self.bytes
        }
        self.rest = self.rest.dropFirst(taken.count)
        return Array(taken)
    }
}
