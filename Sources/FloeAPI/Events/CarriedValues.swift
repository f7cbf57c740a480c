public import FloeCore

/// The carried values of a run's events, worked out from own values and causes: those of the causes, overlaid in order, then the event's own.
///
/// Each event is worked out once, when it is asked for.
public struct CarriedValues {
    private let events: [Int: EventRow]
    private var known: [Int: Values] = [:]

    /// - Parameter events: all events of the run up to the latest that will be asked for.
    public init(_ events: [EventRow]) {
        self.events = Dictionary(events.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Empty for an event there is not. Causes come before what they cause, so this ends.
    public mutating func of(_ id: Int) -> Values {
        var todo = [id]
        while let next = todo.last {
            guard self.known[next] == nil, let event = self.events[next] else {
                todo.removeLast()
                continue
            }
            let missing = event.causes.filter { $0 < next && self.known[$0] == nil && self.events[$0] != nil }
            guard missing.isEmpty else {
                todo += missing
                continue
            }
            var values: Values = [:]
            for cause in event.causes where cause < next {
                values.merge(self.known[cause] ?? [:]) { _, later in later }
            }
            self.known[next] = values.merging(event.own) { _, own in own }
            todo.removeLast()
        }
        return self.known[id] ?? [:]
    }
}
