public import FloeCore

/// What a client may send on `/ws`.
public struct SubscribeMessage: Sendable, Hashable, Codable {
    public struct Subscription: Sendable, Hashable, Codable {
        /// Only events of this flow, of this run.
        public var flow: String?
        public var run: RunRef?
        /// A cursor to go on from.
        public var since: String?

        public init(flow: String? = nil, run: RunRef? = nil, since: String? = nil) {
            self.flow = flow
            self.run = run
            self.since = since
        }
    }

    public var subscribe: Subscription
    public init(_ subscription: Subscription) { self.subscribe = subscription }
}

/// Where things stand as a stream begins; the first message after a subscription.
public struct SnapshotMessage: Sendable, Hashable, Codable {
    public struct Snapshot: Sendable, Hashable, Codable {
        /// What follows comes after this place.
        public var cursor: String
        /// Whether the stream goes on where the client asked; if not, it has missed some.
        public var resumed: Bool
        /// The live runs.
        public var runs: [Run]
    }

    public struct Run: Sendable, Hashable, Codable {
        public var run: RunRef
        public var flow: String
        public var state: RunRow.Phase
        @Nullable public var result: RunRow.Result?
        public var reason: String

        public init(_ run: RunSummary) {
            self.run = run.ref
            self.flow = run.flow
            self.state = run.state
            self.result = run.result
            self.reason = run.reason
        }

        public init(_ row: RunRow) {
            self.run = row.ref
            self.flow = row.flow.id
            self.state = row.phase
            self.result = row.result
            self.reason = row.reason
        }
    }

    public var snapshot: Snapshot

    public init(cursor: EventCursor, resumed: Bool, runs: [Run]) {
        self.snapshot = Snapshot(cursor: cursor.description, resumed: resumed, runs: runs)
    }
}

/// Told to a client that read too slowly: events after the cursor were left out, and can be had by a subscription since it.
public struct MissedMessage: Sendable, Hashable, Codable {
    public struct Missed: Sendable, Hashable, Codable {
        public var cursor: String
    }

    public var missed: Missed
    public init(after cursor: EventCursor) { self.missed = Missed(cursor: cursor.description) }
}
