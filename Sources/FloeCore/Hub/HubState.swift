/// Everything one hub knows, and every decision it takes. It does no I/O and never waits: the same state and the same
/// events give the same changes and effects.
public struct HubState: Sendable {
    public let settings: HubSettings
    public internal(set) var catalog = FlowCatalog()
    public internal(set) var host: HostRow

    /// Opens the hub on what its store holds: counters, and live runs each whole.
    public init(settings: HubSettings, host: HostRow = HostRow(), runs: [StoredRun] = []) {
        self.settings = settings
        self.host = host
    }

    /// Takes the events in order and tells what to store and what to do once it is stored.
    public mutating func decide(_ events: [HubEvent], at now: Moment) -> Decision {
        Decision(changes: Changes(), effects: [])
    }

    /// The effects that may not have been performed before a crash. Changes nothing; may be asked any number of times.
    public func recover() -> [HubEffect] { [] }

    /// The earliest deadline of all; a `tick` is due then.
    public var nextWake: Moment? { nil }

    /// Why a live run, or each node of it, is where it is. Nil for a run that is not live.
    public func why(_ run: RunRef) -> [Wait]? { nil }
}
