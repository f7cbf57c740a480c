public import FloeCore
internal import Synchronization

/// The flows that can be started now, as the flow file in force has them.
public final class FlowBook: Sendable {
    fileprivate struct State {
        var catalog: FlowCatalog
        var unsupported: [FlowKey: [String]]
        var follow: (@Sendable (FlowCatalog) -> Void)?
    }

    private let state: Mutex<State>

    public init(_ catalog: FlowCatalog = FlowCatalog(), unsupported: [FlowKey: [String]] = [:]) {
        self.state = Mutex(State(catalog: catalog, unsupported: unsupported))
    }

    /// All flows, those too that this version cannot start.
    public var catalog: FlowCatalog { self.state.withLock(\.catalog) }

    /// The flows without anything that this version does not do.
    var startable: FlowCatalog { self.state.withLock { $0.startable } }

    /// Replaces all of it. Runs that are live keep the flow they were started with.
    ///
    /// - Parameter unsupported: For each flow the things in it that this version does not do; such a flow is listed and not started.
    public func replace(_ catalog: FlowCatalog, unsupported: [FlowKey: [String]] = [:]) {
        self.state.withLock { state in
            state.catalog = catalog
            state.unsupported = unsupported
            // Under the lock, so that the hub hears of two replacements in the order they were made.
            state.follow?(state.startable)
        }
    }

    /// What of the flow this version does not do; a flow with any of it cannot be started.
    public func unsupported(_ key: FlowKey) -> [String] { self.state.withLock { $0.unsupported[key] ?? [] } }

    /// Whom to tell of replacements: the hub. It is told the flows that can be started.
    func follow(_ follower: @escaping @Sendable (FlowCatalog) -> Void) { self.state.withLock { $0.follow = follower } }
}

extension FlowBook.State {
    fileprivate var startable: FlowCatalog {
        if self.unsupported.isEmpty { return self.catalog }
        return FlowCatalog(self.catalog.flows.filter { self.unsupported[$0.flow.key]?.isEmpty ?? true })
    }
}
