/// What an attempt is told and nobody may see. It is clear, so it is made when the attempt starts, and not
/// stored; it is sent to an agent alone, and only where nobody can read it on the way.
public struct TaskSecrets: Sendable, Hashable, Codable {
    /// Of its environment, by name.
    public var variables: [String: String] = [:]
    /// What references of its texts stand for, by `Template.Reference.name`. Only variables may hold them.
    public var values: [String: String] = [:]
    /// All that is left out of whatever comes of the attempt.
    public var hidden: [String] = []

    public init() {}
}
