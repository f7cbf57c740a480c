public import FloeCore

/// Starts a run: `POST /flows/{id}/runs`.
public struct TriggerBody: Sendable, Hashable, Codable {
    /// The trigger; needed when the flow has more than one that can be started so.
    public var trigger: String?
    public var values: Values?

    public init(trigger: String? = nil, values: Values? = nil) {
        self.trigger = trigger
        self.values = values
    }
}

/// The form's way to start a flow, or to answer a node of a run: `POST /push/data`.
public struct PushBody: Sendable, Hashable, Codable {
    public struct FlowName: Sendable, Hashable, Codable {
        public var id: String
        public var ver: Int?
    }

    public struct Filled: Sendable, Hashable, Codable {
        /// Of the trigger, or of the data node of `run`.
        public var id: String
        public var values: Values?
    }

    public var ref: FlowName?
    public var run: RunRef?
    public var form: Filled
}

/// Answers a data node: `POST /runs/{ref}/nodes/{id}/answer`.
public struct AnswerBody: Sendable, Hashable, Codable {
    public var values: Values?
    /// The pass that is meant; else the one that waits.
    public var pass: Int?

    public init(values: Values? = nil, pass: Int? = nil) {
        self.values = values
        self.pass = pass
    }
}

/// `POST /runs/{ref}/retry`.
public struct RetryBody: Sendable, Hashable, Codable {
    /// The node to begin with; else every one that failed.
    public var from: String?
    public init(from: String? = nil) { self.from = from }
}

/// `POST /login`.
public struct LoginBody: Sendable, Hashable, Codable {
    public var token: String
    public init(token: String) { self.token = token }
}

/// It is stored.
public struct Accepted: Sendable, Hashable, Codable {
    public var run: RunRef
    public init(run: RunRef) { self.run = run }
}
