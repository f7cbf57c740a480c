import FloeCore
import Synchronization

/// What the server counts, from what the hub announces and what is asked.
final class Metrics: Sendable {
    struct RequestKey: Hashable, Comparable {
        var route: String
        var status: Int
        static func < (a: RequestKey, b: RequestKey) -> Bool { (a.route, a.status) < (b.route, b.status) }
    }

    struct RunKey: Hashable, Comparable {
        var flow: String
        var result: String
        static func < (a: RunKey, b: RunKey) -> Bool { (a.flow, a.result) < (b.flow, b.result) }
    }

    struct State: Sendable {
        var events = 0
        var missed = 0
        var runs: [RunKey: Int] = [:]
        var durations: [String: Histogram] = [:]
        var requests: [RequestKey: Histogram] = [:]
        /// When active runs were activated, as far as it was heard.
        fileprivate var active: [RunRef: Moment] = [:]
    }

    private let state = Mutex(State())

    var now: State { self.state.withLock { $0 } }

    func hear(_ announcements: [Announcement]) {
        self.state.withLock { state in
            for event in announcements {
                if event.sequence != nil { state.events += 1 }
                switch event.tag {
                case "sys.state" where event.values["state"] == "activate": state.active[event.run] = event.at
                case "sys.end.all":
                    state.runs[RunKey(flow: event.flow, result: event.values["result"]?.text ?? ""), default: 0] += 1
                    guard let began = state.active.removeValue(forKey: event.run) else { continue }
                    state.durations[event.flow, default: Histogram(Histogram.runs)].add((event.at - began).seconds)
                default: continue
                }
            }
        }
    }

    /// A client of a stream was told that it missed something.
    func countMissed() { self.state.withLock { $0.missed += 1 } }

    /// - Parameter route: as the table has it, so that there are only so many.
    func answered(_ route: String, status: Int, seconds: Double) {
        self.state.withLock { $0.requests[RequestKey(route: route, status: status), default: Histogram(Histogram.requests)].add(seconds) }
    }
}
