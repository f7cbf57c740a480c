public import FloeCore

/// One pass of a node in a run, or a node that has not run yet (`idle`, pass 0).
public struct NodeView: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case idle, queued, running, waiting, paused, ended, skipped
    }

    /// How many instances are in which state.
    public struct Hosts: Sendable, Hashable, Codable {
        public var total = 0
        public var queued = 0
        public var running = 0
        public var waiting = 0
        public var good = 0
        public var bad = 0
    }

    public struct Attempt: Sendable, Hashable, Codable {
        public var attempt: Int
        public var outcome: Outcome.Kind
        @Nullable public var status: Int?
        public var reason: String
        @Nullable public var startedAt: Timestamp?
        @Nullable public var endedAt: Timestamp?
    }

    public var id: String
    public var name: String
    public var `class`: String
    public var type: String
    public var state: State
    @Nullable public var good: Bool?
    @Nullable public var outcome: Outcome.Kind?
    @Nullable public var status: Int?
    public var reason: String
    public var pass: Int
    public var attempt: Int
    /// Attempts before the current one.
    public var attempts: [Attempt]
    @Nullable public var startedAt: Timestamp?
    @Nullable public var endedAt: Timestamp?
    /// When its timer fires, its wait times out or it is tried again.
    @Nullable public var deadline: Timestamp?
    /// Why it does not go on.
    public var waits: [WaitView]
    /// Of a node that runs on several hosts.
    @Nullable public var hosts: Hosts?
    /// Size of the log of its last attempt.
    public var logBytes: Int
    public var stopping: Bool
    public var cleanup: Bool
    /// Taken back by a retry of the run.
    public var void: Bool
    /// Who answered it.
    public var by: String
    /// The run it started.
    @Nullable public var child: RunRef?
    /// What is asked, while it waits for an answer.
    @Nullable public var form: FormView?
    public var values: Values

    /// A node that has not run.
    init(idle node: Node) {
        self.id = node.id
        self.name = node.name
        self.class = node.shownClass
        self.type = node.shownType
        self.state = .idle
        self.reason = ""
        self.pass = 0
        self.attempt = 0
        self.attempts = []
        self.waits = []
        self.logBytes = 0
        self.stopping = false
        self.cleanup = false
        self.void = false
        self.by = ""
        self.values = [:]
    }

    /// A pass.
    init(_ node: Node, _ pass: PassRow, good: Bool?, paused: Bool, waits: [WaitView], logBytes: Int, form: Form?) {
        self.init(idle: node)
        switch pass.state {
        case .queued: self.state = paused ? .paused : .queued
        case .running: self.state = .running
        case .waiting: self.state = .waiting
        case .ended: self.state = pass.outcome == .skipped ? .skipped : .ended
        }
        self.good = good
        self.outcome = pass.outcome
        self.status = pass.status
        self.reason = pass.reason
        self.pass = pass.key.pass
        self.attempt = pass.attempt
        self.attempts = pass.earlier.map {
            Attempt(
                attempt: $0.number, outcome: $0.outcome, status: $0.status, reason: $0.reason, startedAt: $0.startedAt?.timestamp,
                endedAt: $0.endedAt?.timestamp)
        }
        self.startedAt = pass.startedAt?.timestamp
        self.endedAt = pass.endedAt?.timestamp
        self.deadline = pass.deadline?.timestamp
        self.waits = waits
        self.logBytes = logBytes
        self.stopping = pass.stopping
        self.cleanup = pass.cleanup
        self.void = pass.void
        self.by = pass.by
        self.child = pass.child
        self.form = form.map { FormView($0, goodWhen: node.goodWhen) }
        self.values = pass.own.shown
    }
}

extension Node {
    /// The field of its form that decides, of a data node that has one.
    fileprivate var goodWhen: String? {
        guard case .data(let request) = self.kind else { return nil }
        return request.goodWhen
    }
}

extension NodeView.Hosts {
    init(_ instances: [PassRow]) {
        self.init()
        for instance in instances {
            self.total += 1
            switch instance.state {
            case .queued: self.queued += 1
            case .running: self.running += 1
            case .waiting: self.waiting += 1
            case .ended: if instance.outcome == .good || instance.outcome == .skipped { self.good += 1 } else { self.bad += 1 }
            }
        }
    }
}
