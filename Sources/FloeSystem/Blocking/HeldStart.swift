public import FloeCore
internal import Synchronization

/// A gate that is opened or shut once.
public final class HeldStart: StartGate {
    private enum State {
        case undecided([@Sendable (Bool) -> Void])
        case decided(Bool)
    }

    private let state = Mutex(State.undecided([]))

    public init() {}

    /// The start is stored. Whoever waits is told on this thread.
    public func open() { self.decide(true) }

    /// The start could not be stored.
    public func shut() { self.decide(false) }

    public var isOpen: Bool? { self.state.withLock { if case .decided(let isOpen) = $0 { isOpen } else { nil } } }

    public func whenDecided(_ decided: @escaping @Sendable (_ isOpen: Bool) -> Void) {
        let known = self.state.withLock { state -> Bool? in
            switch state {
            case .decided(let isOpen): return isOpen
            case .undecided(let waiters):
                state = .undecided(waiters + [decided])
                return nil
            }
        }
        if let known { decided(known) }
    }

    private func decide(_ isOpen: Bool) {
        let waiters = self.state.withLock { state -> [@Sendable (Bool) -> Void] in
            guard case .undecided(let waiters) = state else { return [] }
            state = .decided(isOpen)
            return waiters
        }
        for waiter in waiters { waiter(isOpen) }
    }
}

extension StartGate {
    /// Waits until it is known.
    public func opens() async -> Bool {
        if let isOpen { return isOpen }
        return await withCheckedContinuation { continuation in self.whenDecided { continuation.resume(returning: $0) } }
    }
}
