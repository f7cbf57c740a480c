public import FloeCore

/// What a hub needs to be one of a cluster of hosts with stores of their own.
public struct HubCluster: Sendable {
    public var store: any ClusterStore
    /// The hosts, as settings and the flow file have them now.
    public var list: @Sendable () -> HostList
    /// Says or does something over connections. Must not wait.
    public var perform: @Sendable (ClusterEffect) -> Void
    /// Closes all connections: what was said on them is not known any more.
    public var hangUp: @Sendable () -> Void

    public init(
        store: any ClusterStore, list: @escaping @Sendable () -> HostList, perform: @escaping @Sendable (ClusterEffect) -> Void,
        hangUp: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.list = list
        self.perform = perform
        self.hangUp = hangUp
    }

    /// The host has started, or reads its state anew.
    var start: HubEvent { .cluster(.start(bootID: Self.random(), self.list())) }

    /// 128 random bits.
    static func random() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }

    /// A store id that was never used.
    public static func newStoreID() -> StoreID { StoreID(self.random()) }
}
