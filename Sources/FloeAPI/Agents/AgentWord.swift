public import FloeCore

/// What is said on a connection between an agent and a hub, either way.
public enum AgentWord: Sendable, Codable {
    case hello(AgentHello)
    /// The hub, by its name, and what it is reached by.
    case welcome(hub: String, version: String)
    /// Why, for people, and whether asking again may help without anybody doing anything at the agent.
    case refused(String, passes: Bool)
    case hub(HubSaying)
    case agent(AgentSaying)
}

/// Each word says which link it is of.
struct AgentEnvelope: Codable {
    var link: Int
    var word: AgentWord
}
