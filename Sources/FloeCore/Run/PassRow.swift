/// What is stored of one pass of a node, or of one instance of it.
///
/// A plain node has one row a pass, with the empty instance key. A node with several instances has that row for the
/// pass as a whole and one for each instance.
public struct PassRow: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable, CaseIterable { case queued, running, waiting, ended }

    public struct Key: Sendable, Hashable, Codable, Comparable {
        public var run: RunRef
        public var node: String
        public var pass: Int
        public var instance: String
        public init(run: RunRef, node: String, pass: Int, instance: String = "") {
            self.run = run
            self.node = node
            self.pass = pass
            self.instance = instance
        }
        public static func < (a: Key, b: Key) -> Bool {
            (a.run, a.node, a.pass, a.instance) < (b.run, b.node, b.pass, b.instance)
        }
    }

    /// An attempt that was followed by another.
    public struct Attempt: Sendable, Hashable, Codable {
        public var number: Int
        public var outcome: Outcome.Kind
        public var status: Int?
        public var reason: String
        public var startedAt: Moment?
        public var endedAt: Moment?

        public init(
            number: Int, outcome: Outcome.Kind, status: Int? = nil, reason: String, startedAt: Moment? = nil,
            endedAt: Moment? = nil
        ) {
            self.number = number
            self.outcome = outcome
            self.status = status
            self.reason = reason
            self.startedAt = startedAt
            self.endedAt = endedAt
        }
    }

    public var key: Key
    public var state: State
    /// Id of the event that started it.
    public var cause: Int
    /// The current attempt; 0 before the first.
    public var attempt = 0
    public var outcome: Outcome.Kind?
    public var status: Int?
    public var reason = ""
    /// Order among what waits for a slot.
    public var queue = 0
    /// When a timer fires, a wait times out, a retry is due.
    public var deadline: Moment?
    /// A stop was asked for; it will end `cancelled`.
    public var stopping = false
    /// A wait whose time is over and that is only waited for to be gone; it will end `timed-out`.
    public var late = false
    /// Taken back by a retry of the run: history only.
    public var void = false
    /// Started while its run was ending.
    public var cleanup = false
    /// What it reported.
    public var own: Values = [:]
    /// Attempts before the current one.
    public var earlier: [Attempt] = []
    /// The keeper the current attempt was ordered from.
    public var keeper = ""
    /// The run a `flow` node waits for.
    public var child: RunRef?
    /// Of a merge: the latest event heard of each tag since it fired.
    public var heard: [String: Int] = [:]
    /// Who answered.
    public var by = ""
    /// What the answer can be told again by; empty when it was given without.
    public var answerKey = ""
    /// Ids of its `sys.node.start` and of the event it ended with; 0 before, or when there was none.
    public var startEvent = 0
    public var endEvent = 0
    public var queuedAt: Moment?
    public var startedAt: Moment?
    public var endedAt: Moment?

    public init(key: Key, state: State, cause: Int) {
        self.key = key
        self.state = state
        self.cause = cause
    }

    public var inFlight: Bool { self.state != .ended }
}
