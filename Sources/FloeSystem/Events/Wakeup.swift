internal import Synchronization

/// Something one task waits for, once: any of several parties may wake it, also before it waits.
final class Wakeup: Sendable {
    private enum State {
        case fresh, woken
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.fresh)

    func wake() {
        let waiting: CheckedContinuation<Void, Never>? = self.state.withLock { state in
            defer { state = .woken }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume()
    }

    /// Returns when woken, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let woken = self.state.withLock { state in
                    if case .woken = state { return true }
                    state = .waiting(continuation)
                    return false
                }
                if woken { continuation.resume() }
            }
        } onCancel: {
            self.wake()
        }
    }
}
