import Synchronization

/// Wakes the one task that waits at it. Rung while nobody waits, it lets the next one through at once.
final class Doorbell: Sendable {
    private struct State {
        var rung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = self.state.withLock { state in
            guard let waiter = state.waiter else {
                state.rung = true
                return CheckedContinuation<Void, Never>?.none
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when it was rung, or when the task is cancelled. Only one task may wait at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let open = self.state.withLock { state in
                    if state.rung {
                        state.rung = false
                        return true
                    }
                    state.waiter = waiter
                    return false
                }
                if open { waiter.resume() }
            }
        } onCancel: {
            self.ring()
        }
    }
}
