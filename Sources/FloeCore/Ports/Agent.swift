/// Executes orders on one host. In the hub's own process, or over a link.
///
/// It keeps, per order id, what it knows until `forget`, and tells an outcome again until then. None of the calls waits or fails; what
/// comes of them reaches the hub as `HubEvent.outcome`.
public protocol Agent: Sendable {
    /// What owns the processes; changes when another takes its place, which the hub is told by `HubEvent.keeper`.
    var keeper: String { get }

    /// Makes an attempt ready whose start is being stored: `start` or `discard` follows. Nothing of it may be seen before.
    func prepare(_ order: Order)

    /// The start could not be stored: it is as if `prepare` had never been called.
    func discard(_ id: OrderID)

    /// Starts an attempt. A known id: tells its state. An unknown one of an earlier keeper: tells `lost`.
    func start(_ order: Order)

    /// Ends an attempt; its outcome is told when its processes are gone. An unknown id is remembered, and told as `cancelled`.
    func stop(_ id: OrderID)

    /// The outcome is stored; nothing need be kept of the order.
    func forget(_ id: OrderID)

    /// The hub has told all that it had ordered before it was started, or before its store failed: what else is held from then is nobody's,
    /// and what runs but these left in the background can go.
    func recovered(live: [RunRef])

    /// The run is archived; what it left in the background ends.
    func runEnded(_ run: RunRef, flow: String)
}

/// For agents that have nothing to make ready.
extension Agent {
    public func prepare(_ order: Order) {}
    public func discard(_ id: OrderID) {}
}
