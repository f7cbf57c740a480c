internal import Synchronization

/// Keeps an attempt that was made ready from starting before its start is stored.
///
/// Making an attempt ready and storing its start take about as long, so they are done at the same time. What cannot be stored has not
/// been started then, and nothing of it was seen.
public final class StartGate: Sendable {
    /// Told whether it was opened: false when it was shut for good.
    public typealias Decided = @Sendable (_ isOpen: Bool) -> Void

    private enum State {
        case undecided([Decided])
        case decided(Bool)
    }

    /// For what is started when it is stored already.
    public static let opened = StartGate(.decided(true))

    private let state: Mutex<State>

    private init(_ state: State) { self.state = Mutex(state) }

    public convenience init() { self.init(.undecided([])) }

    /// The start is stored. Whoever waits is told on this thread.
    public func open() { self.decide(true) }

    /// The start could not be stored.
    public func shut() { self.decide(false) }

    /// Nil while it is not known.
    public var isOpen: Bool? { self.state.withLock { if case .decided(let isOpen) = $0 { isOpen } else { nil } } }

    /// Calls `decided` when it is known, at once if it is.
    public func whenDecided(_ decided: @escaping Decided) {
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

    /// Waits until it is known.
    public func opens() async -> Bool {
        if let isOpen { return isOpen }
        return await withCheckedContinuation { continuation in self.whenDecided { continuation.resume(returning: $0) } }
    }

    private func decide(_ isOpen: Bool) {
        let waiters = self.state.withLock { state -> [Decided] in
            guard case .undecided(let waiters) = state else { return [] }
            state = .decided(isOpen)
            return waiters
        }
        for waiter in waiters { waiter(isOpen) }
    }
}
