import FloeCore
import Synchronization

/// What an agent told, in order, for those who wait for it.
final class Outcomes: Sendable {
    private struct State {
        var told: [OrderID: [Outcome]] = [:]
        var waiters: [(id: OrderID, count: Int, continuation: CheckedContinuation<[Outcome], Never>)] = []
    }

    private let state = Mutex(State())

    func tell(_ id: OrderID, _ outcome: Outcome) {
        let ready = self.state.withLock { state in
            state.told[id, default: []].append(outcome)
            let told = state.told[id] ?? []
            let ready = state.waiters.filter { $0.id == id && told.count >= $0.count }
            state.waiters.removeAll { $0.id == id && told.count >= $0.count }
            return ready.map { ($0.continuation, told) }
        }
        for (continuation, told) in ready { continuation.resume(returning: told) }
    }

    func all(of id: OrderID) -> [Outcome] { self.state.withLock { $0.told[id] ?? [] } }
    var count: Int { self.state.withLock { $0.told.values.reduce(0) { $0 + $1.count } } }

    /// The outcomes of an order once there are that many.
    func wait(for id: OrderID, count: Int = 1) async -> [Outcome] {
        await withCheckedContinuation { continuation in
            let told = self.state.withLock { state -> [Outcome]? in
                if let told = state.told[id], told.count >= count { return told }
                state.waiters.append((id, count, continuation))
                return nil
            }
            if let told { continuation.resume(returning: told) }
        }
    }
}
