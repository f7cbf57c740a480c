/// What a hub hears of its agents.
public enum AgentEvent: Sendable, Hashable {
    public typealias Session = Int

    /// An agent has dialled, and said who it is.
    case hello(Session, AgentHello, from: String)
    /// A connection ended.
    case closed(Session)
}

/// What a hub does about its agents.
public enum AgentEffect: Sendable, Hashable {
    /// It is let in: what is said on that connection counts from now on.
    case welcome(AgentEvent.Session, AgentKeeper)
    /// With the reason in words.
    case refuse(AgentEvent.Session, AgentRefusal, String)
    /// Another connection has taken its place, or the agent was forgotten.
    case close(AgentEvent.Session)
    /// The agent is told that a run which it knows has ended.
    case runEnded(String, RunRef, flow: String)
}
