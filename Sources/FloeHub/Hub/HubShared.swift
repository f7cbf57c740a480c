public import FloeCore

/// What a hub needs to share a database with other hosts.
public struct HubShared: Sendable {
    public var store: any SharedStore
    /// Milliseconds of a clock that goes on while the machine sleeps.
    public var clock: @Sendable () -> Int64
    /// Tasks that hold tags may go on until then, by that clock.
    public var extendLease: @Sendable (Int64) -> Void

    public init(store: any SharedStore, clock: @escaping @Sendable () -> Int64, extendLease: @escaping @Sendable (Int64) -> Void) {
        self.store = store
        self.clock = clock
        self.extendLease = extendLease
    }
}
