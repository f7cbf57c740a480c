import FloeHub
import Synchronization

/// What the server counts of its own.
final class Metrics: Sendable {
    struct RequestKey: Hashable, Comparable {
        var route: String
        var status: Int
        static func < (a: RequestKey, b: RequestKey) -> Bool { (a.route, a.status) < (b.route, b.status) }
    }

    struct State: Sendable {
        var missed = 0
        var requests: [RequestKey: Histogram] = [:]
    }

    private let state = Mutex(State())

    var now: State { self.state.withLock { $0 } }

    /// A client of a stream was told that it missed something.
    func countMissed() { self.state.withLock { $0.missed += 1 } }

    /// - Parameter route: as the table has it, so that there are only so many.
    func answered(_ route: String, status: Int, seconds: Double) {
        self.state.withLock { $0.requests[RequestKey(route: route, status: status), default: Histogram(Histogram.requests)].add(seconds) }
    }
}
