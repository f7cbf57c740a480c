public import FloeCore
public import FloeSystem
internal import Synchronization

/// What orders of hubs need to know and nobody may see, for as long as they have not ended. In memory alone.
public final class GivenSecrets: Sendable {
    private let given = Mutex<[OrderID: TaskSecrets]>([:])

    public init() {}

    func put(_ id: OrderID, _ secrets: TaskSecrets?) { self.given.withLock { $0[id] = secrets } }

    /// What came with an order.
    ///
    /// - Throws: Of an order that was begun before this program: its keeper knows them.
    public func reveal(_ order: Order) throws(SecretProblem) -> TaskSecrets {
        if let secrets = self.given.withLock({ $0[order.id] }) { return secrets }
        throw SecretProblem(
            order.node.secrets.first ?? "of a form", "the agent does not have it any more, since it was started anew", "retry the run")
    }
}
