import Synchronization

/// Tells on which ports the server listens, as soon as it does.
final class BoundPorts: Sendable {
    private struct State {
        var ports: [Int?]?
        var closed = false
        var waiters: [CheckedContinuation<[Int]?, Never>] = []

        var all: [Int]? {
            guard let ports = self.ports else { return nil }
            let bound = ports.compactMap(\.self)
            return bound.count == ports.count ? bound : nil
        }
    }

    private let state = Mutex(State())

    func expect(_ count: Int) { self.state.withLock { $0.ports = [Int?](repeating: nil, count: count) } }

    func bound(_ number: Int, to port: Int) {
        self.change { $0.ports?[number] = port }
    }

    /// Nobody listens any more, or ever did.
    func close() {
        self.change { $0.closed = true }
    }

    /// Waits until all are known; nil when they never will be.
    func all() async -> [Int]? {
        await withCheckedContinuation { waiter in
            self.change { $0.waiters.append(waiter) }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let (waiters, ports) = self.state.withLock { state in
            change(&state)
            guard state.all != nil || state.closed else { return ([CheckedContinuation<[Int]?, Never>](), [Int]?.none) }
            defer { state.waiters = [] }
            return (state.waiters, state.closed ? nil : state.all)
        }
        for waiter in waiters { waiter.resume(returning: ports) }
    }
}
