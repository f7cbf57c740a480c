/// What reaches a hub. Events that somebody waits for an answer to carry a token, which comes back in `HubEffect.reply`.
public enum HubEvent: Sendable {
    public typealias Token = UInt64

    /// A trigger that was checked: the flow is there and its form's values are well typed.
    case trigger(TriggerRequest, Token?)
    /// The flow file of a run was loaded, or could not be.
    case loaded(RunRef, Result<FrozenFlow, LoadFailure>)
    case outcome(OrderID, Outcome)
    case answer(AnswerRequest, Token?)
    case cancel(RunRef, by: String, Token?)
    case pause(RunRef, Bool, by: String, Token?)
    /// An archived run, freshly read from the store, goes on.
    case retry(StoredRun, from: String?, by: String, Token?)
    /// Mark a run as never to be swept, or take the mark away. With it come, freshly from the store, its row and those of the runs whose
    /// flow nodes started it: a run that is kept is whole.
    case keep(RunRef, Bool, by: String, stored: [RunRow], Token?)
    /// Archived runs go, those together that belong together; and flows that no run has.
    case sweep([[RunRef]], flows: [String], Token?)
    /// The flows that can be started, replaced as a whole.
    case catalog(FlowCatalog)
    /// Another keeper has taken the place of one that died: new orders are for it.
    case keeper(String)
    /// A host that drains activates nothing but children that active runs wait for.
    case drain(Bool, Token?)
    /// The host is about to end: what happens is taken, and nothing new is started. The next start goes on from there.
    case closing
    /// Time has passed.
    case tick
    /// A time of a timer trigger has come: in a cluster only the home of the trigger starts the run.
    case timer(TriggerRequest, slot: Moment)
    /// Something about the hosts of the cluster.
    indirect case cluster(ClusterEvent)
    /// Something about the hosts that use the same database.
    indirect case shared(SharedEvent)
    /// Something about the agents of this host.
    indirect case agent(AgentEvent)
    /// An agent that drains is given no new orders.
    case drainAgent(String, Bool, Token?)
    /// A host or an agent, by its name or, never seen, its address, will not come back.
    case forget(String, Token?)
}

/// Start a run of a flow.
public struct TriggerRequest: Sendable {
    public var flow: FrozenFlow
    public var cause: RunRow.Cause
    public var values: Values
    public var key: String?

    public init(flow: FrozenFlow, cause: RunRow.Cause, values: Values, key: String? = nil) {
        self.flow = flow
        self.cause = cause
        self.values = values
        self.key = key
    }
}

/// Answer a data node; the values were checked against its form.
public struct AnswerRequest: Sendable {
    public var run: RunRef
    public var node: String
    /// The pass that is meant; nil takes the one that waits.
    public var pass: Int?
    public var good: Bool
    public var values: Values
    public var by: String
    /// An answer that comes again with the key of an earlier one of the node gets the reply of that one.
    public var key: String?

    public init(run: RunRef, node: String, pass: Int? = nil, good: Bool, values: Values, by: String, key: String? = nil) {
        self.run = run
        self.node = node
        self.pass = pass
        self.good = good
        self.values = values
        self.by = by
        self.key = key
    }
}

/// Why a flow file gave no flow.
public struct LoadFailure: Error, Sendable, Hashable {
    public var detail: String
    public init(detail: String) { self.detail = detail }
}
