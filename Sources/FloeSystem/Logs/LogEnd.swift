internal import Synchronization

/// Tells followers of a log that its attempt has ended and that what is in the file now is the last they need wait for.
public final class LogEnd: Sendable {
    private struct State {
        var ended = false
        var waiters: [ObjectIdentifier: Wakeup] = [:]
    }

    private let state: Mutex<State>

    public init(ended: Bool = false) { self.state = Mutex(State(ended: ended)) }

    public var hasEnded: Bool { self.state.withLock { $0.ended } }

    /// May be called any number of times.
    public func end() {
        let waiters = self.state.withLock { state in
            state.ended = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.wake() }
    }

    func add(_ waiter: Wakeup) {
        let ended = self.state.withLock { state in
            if !state.ended { state.waiters[ObjectIdentifier(waiter)] = waiter }
            return state.ended
        }
        if ended { waiter.wake() }
    }

    func remove(_ waiter: Wakeup) { self.state.withLock { _ = $0.waiters.removeValue(forKey: ObjectIdentifier(waiter)) } }
}
