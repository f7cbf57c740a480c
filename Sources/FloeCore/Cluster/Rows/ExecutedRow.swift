/// The executor's side of a round: kept until all it came from have noted its end.
public struct ExecutedRow: Sendable, Hashable, Codable {
    public enum State: Sendable, Hashable, Codable {
        /// It came here as a pending run and is placed from here.
        case pending
        case active
        /// Its end is not noted yet.
        case archived(RunEnd)
    }

    public var claim: Claim
    /// Who is to be told of its end; nobody of one adopted here, several of one that went away and came back.
    public var from: Set<String>
    public var state: State
    public var since: Moment

    public var isActive: Bool { self.state == .active }
}
