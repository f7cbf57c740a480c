import FloeAPI
import FloeCore

extension FireList {
    /// When the timers of a flow in a file fire, counted from now as a host does that takes it up.
    ///
    /// - Parameter count: Most fires, of all timers together.
    init(_ triggers: [Trigger], from now: Moment, count: Int) {
        var all: [(at: Moment, trigger: String)] = []
        for trigger in triggers where trigger.kind == .timer {
            // A host fires no more often than that.
            guard let period = trigger.period.map({ max($0, Span(seconds: 1)) }) else { continue }
            for number in 1...Int64(max(1, count)) {
                let (step, over) = period.milliseconds.multipliedReportingOverflow(by: number)
                guard !over else { break }
                all.append((Moment(milliseconds: now.milliseconds &+ step), trigger.id))
            }
        }
        self.init(
            fires: all.sorted { ($0.at, $0.trigger) < ($1.at, $1.trigger) }.prefix(count).map {
                Fire(trigger: $0.trigger, at: $0.at.timestamp, local: $0.at.timestamp.local)
            })
    }
}
