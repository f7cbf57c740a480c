/// Why a hub does not talk with an agent.
public enum AgentRefusal: Sendable, Hashable, Codable {
    case protocolVersion(Int, theirs: Int, version: String)
    /// An agent of this name has another store; it called from that address, and was last seen then.
    case nameTaken(store: StoreID, address: String, seen: Moment)
    /// The name is a host's.
    case nameOfHost(String)
    /// Another agent runs on a copy of this one's store.
    case clone(link: Int, seen: Int)
    /// What it says of itself cannot be.
    case unfit(String)
    case full(Int)

    /// Whether asking again may help without anybody doing anything at the agent.
    public var passes: Bool {
        switch self {
        case .protocolVersion, .full: true
        case .nameTaken, .nameOfHost, .clone, .unfit: false
        }
    }

    /// What is wrong and what to do, for people on both sides.
    ///
    /// - Parameter name: of the agent that is refused.
    public func text(_ name: String, now: Moment) -> String {
        switch self {
        case .protocolVersion(let ours, let theirs, let version):
            return
                "the hub (floe \(version)) speaks version \(ours) of the agents' protocol, and \(name) speaks \(theirs); upgrade the older one"
        case .nameTaken(let store, let address, let seen):
            let ago = max(0, (now - seen).milliseconds / 1000)
            return
                "\(name) is joined as …\(store.text.suffix(4)) from \(address), last seen \(ago) s ago: two agents cannot have one name; give this one another -host_name, or 'floe host forget \(name)' if the other will not come back"
        case .nameOfHost(let host): return "\(host) is the name of a host of the hub's; give the agent another -host_name"
        case .clone(let link, let seen):
            return
                "another agent runs on a copy of the folder of \(name), or this folder is an older copy (link \(link), seen \(seen)); start it with an empty -root, after 'floe host forget \(name)' if it is the one to stay"
        case .unfit(let why): return why
        case .full(let most): return "the hub has \(most) agents, which is its limit; forget those that are gone, or join another hub"
        }
    }
}
