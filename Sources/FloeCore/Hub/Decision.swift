/// What comes of a batch of events: rows to write in one transaction, then effects to perform in order.
public struct Decision: Sendable {
    public var changes: Changes
    public var effects: [HubEffect]
}
