/// Part of a flow that answers events with an event of its own.
public struct Node: Sendable, Hashable, Codable {
    public enum Kind: Sendable, Hashable, Codable {
        /// An agent runs it: `exec`, `fetch`, `git-checkout`, host operations.
        case executing(type: String)
        case timer(TimerWait)
        case data(DataRequest)
        case flow(FlowCall)
        case merge(Merge)
        /// Ends the run; nil takes the event's good flag as the result.
        case end(EndResult?)
    }

    public enum EndResult: String, Sendable, Hashable, Codable { case good, bad }

    /// One merge, `all` or `any`.
    public struct Merge: Sendable, Hashable, Codable {
        public var any: Bool
        /// Collects anew after it has fired.
        public var again: Bool
        public init(any: Bool = false, again: Bool = false) {
            self.any = any
            self.again = again
        }
    }

    /// Waits for a length of time, or until a point in time (RFC 3339, may be a template).
    public struct TimerWait: Sendable, Hashable, Codable {
        public var period: Span?
        public var until: String?
        public init(period: Span? = nil, until: String? = nil) {
            self.period = period
            self.until = until
        }
    }

    /// Waits for an answer; a `bool` field named in `goodWhen` decides good or bad.
    public struct DataRequest: Sendable, Hashable, Codable {
        public var form: Form
        public var goodWhen: String?
        public init(form: Form, goodWhen: String? = nil) {
            self.form = form
            self.goodWhen = goodWhen
        }
    }

    /// Starts another flow, and waits for its end unless told not to.
    public struct FlowCall: Sendable, Hashable, Codable {
        /// `id` for the highest version, or `id@version`.
        public var flow: String
        /// Values of the child's trigger; texts may be templates.
        public var values: Values
        public var wait: Bool
        public init(flow: String, values: Values = [:], wait: Bool = true) {
            self.flow = flow
            self.values = values
            self.wait = wait
        }
    }

    /// Shell hooks around an executing node.
    public struct Hooks: Sendable, Hashable, Codable {
        public var condition: String?
        public var pre: String?
        public var post: String?
        public init(condition: String? = nil, pre: String? = nil, post: String? = nil) {
            self.condition = condition
            self.pre = pre
            self.post = post
        }
    }

    public var id: String
    public var name: String
    public var kind: Kind
    /// Tags that start it; of a merge the tags it waits for, in the order of `wait`.
    public var listen: [String]
    /// The type's own options; texts may be templates.
    public var options: Values = [:]
    /// `KEY=value`, after those of the flow.
    public var env: [String] = []
    /// Statuses that count as good.
    public var good: [Int] = [0]
    public var ignoreFail = false
    public var useStatus = false
    /// Of one attempt from the start of its process, or of the wait of a data or flow node.
    public var timeout: Span?
    /// Silence after which an attempt is ended.
    public var noOutput: Span?
    /// Between TERM and KILL.
    public var grace = Span(seconds: 10)
    public var retry = Retry()
    public var hooks = Hooks()
    /// Globs of files kept with the run.
    public var artifacts: [String] = []
    /// Names of secrets given to it as environment variables.
    public var secrets: [String] = []
    /// Where it runs, if not on the host of its run.
    public var target: Target?
    public var maxPasses = 100
    /// Keys of the instances of one pass; a plain node has one, with the empty key.
    public var instances: [String] = [""]
    /// Made by the loader, for `depends-on`; not shown.
    public var hidden = false

    public init(_ id: String, _ kind: Kind, listen: [String], name: String? = nil) {
        self.id = id
        self.name = name ?? id
        self.kind = kind
        self.listen = listen
    }
}

/// How often, and after which outcomes, an attempt is repeated.
public struct Retry: Sendable, Hashable, Codable {
    /// How many attempts in all; the first counts.
    public var attempts: Int
    public var delay: Span
    public var backoff: Double
    public var when: [Outcome.Kind]

    public init(attempts: Int = 1, delay: Span = .zero, backoff: Double = 1, when: [Outcome.Kind] = [.bad, .timedOut]) {
        self.attempts = attempts
        self.delay = delay
        self.backoff = backoff
        self.when = when
    }

    /// How long to wait after the given attempt (the first is 1), at most an hour.
    func wait(after attempt: Int) -> Span {
        var factor = 1.0
        for _ in 1..<max(1, attempt) where factor < 1e9 { factor *= self.backoff }
        let milliseconds = Double(self.delay.milliseconds) * factor
        return Span(milliseconds: Int64(min(milliseconds, Double(Span.hour.milliseconds))))
    }
}
