internal import Synchronization

/// What the loop lets others see of itself.
final class HubMonitor: Sendable {
    private let state = Mutex(HubHealth.working)

    var health: HubHealth {
        get { self.state.withLock(\.self) }
        set { self.state.withLock { $0 = newValue } }
    }
}
