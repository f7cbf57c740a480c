/// What is stored of a run beside its passes and events.
public struct RunRow: Sendable, Hashable, Codable {
    public enum Phase: String, Sendable, Hashable, Codable, CaseIterable { case pending, active, archive }
    public enum Result: String, Sendable, Hashable, Codable, CaseIterable { case good, bad, cancelled }

    /// What started it.
    public struct Cause: Sendable, Hashable, Codable {
        /// The trigger's id; empty for a child and for a flow without triggers.
        public var trigger: String
        /// Who asked: a user, `token`, `timer`, `flow`.
        public var by: String
        public init(trigger: String = "", by: String = "") {
            self.trigger = trigger
            self.by = by
        }
    }

    /// A decided end that waits until nothing of the run is in flight.
    public struct Ending: Sendable, Hashable, Codable {
        public var result: Result
        public var reason: String
        public var detail: String
        public var by: String
        public var since: Moment
        /// Clean-up is stopped too.
        public var hard = false

        public init(result: Result, reason: String, detail: String, by: String, since: Moment, hard: Bool = false) {
            self.result = result
            self.reason = reason
            self.detail = detail
            self.by = by
            self.since = since
            self.hard = hard
        }
    }

    /// The pass of a `flow` node that waits for this run.
    public struct Parent: Sendable, Hashable, Codable {
        public var run: RunRef
        public var node: String
        public var pass: Int

        public init(run: RunRef, node: String, pass: Int) {
            self.run = run
            self.node = node
            self.pass = pass
        }
    }

    /// A node that the next round begins with, and the event that causes it.
    public struct Restart: Sendable, Hashable, Codable {
        public var node: String
        public var cause: Int

        public init(node: String, cause: Int) {
            self.node = node
            self.cause = cause
        }
    }

    public var ref: RunRef
    public var flow: FlowKey
    /// Digest of the frozen flow.
    public var digest: String
    public var cause: Cause
    /// The trigger's values.
    public var values: Values
    /// The `Idempotency-Key` or delivery id it was asked for with.
    public var key: String?
    public var phase: Phase = .pending
    /// When the flow file was loaded and the overlap rule applied; nil before.
    public var readyAt: Moment?
    public var paused = false
    public var ending: Ending?
    public var result: Result?
    public var reason = ""
    public var detail = ""
    /// Who ended it, where a person did; the run that replaced it, for overlap.
    public var by = ""
    /// The tags it wants, and from activation to archive holds; sorted.
    public var tags: [String] = []
    public var parent: Parent?
    public var depth = 0
    public var round = 1
    public var restart: [Restart]?
    public var adoptedAt: Moment
    public var activatedAt: Moment?
    public var endedAt: Moment?
    /// Of the queue while pending, of the run while active, of clean-up while ending.
    public var deadline: Moment?
    /// The event its end node heard.
    public var lastEvent: Int?
    /// The host that executes it; the adopter until it is placed.
    public var execHost: String
    /// Of a run that holds tags which hosts share by a database: a number that was new with its activation and is higher than those before.
    public var fence: Int?
    /// Never swept.
    public var keep = false
    /// Who wants it kept, a user or `flow`, and since when; a run marked by an earlier version says neither.
    public var keptBy = ""
    public var keptAt: Moment?
    /// Of its files on the disk, once it has ended and they were measured; with those of the runs its flow nodes started.
    public var bytes: Int64?

    public init(ref: RunRef, flow: FlowKey, digest: String, cause: Cause, values: Values, adoptedAt: Moment) {
        self.ref = ref
        self.flow = flow
        self.digest = digest
        self.cause = cause
        self.values = values
        self.adoptedAt = adoptedAt
        self.execHost = ref.host
    }

    public var isLive: Bool { self.phase != .archive }

    /// Marks it as never to be swept, or takes the mark away. One that has the mark keeps the name of who set it.
    mutating func mark(kept: Bool, by: String, at now: Moment) {
        guard self.keep != kept else { return }
        self.keep = kept
        self.keptBy = kept ? by : ""
        self.keptAt = kept ? now : nil
    }
}
