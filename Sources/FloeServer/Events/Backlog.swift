import FloeAPI
import FloeCore

/// Stored events, as streams tell them. Blocks.
struct Backlog: Sendable {
    let store: any RunStore
    let host: String

    /// Events after a sequence number; nil when the store no longer has all of them.
    func events(after sequence: Int, limit: Int) throws -> [FeedEvent]? {
        guard let rows = try self.store.events(afterSequence: sequence, limit: limit) else { return nil }
        var runs: [RunRef: (flow: String, carried: CarriedValues)] = [:]
        var events: [FeedEvent] = []
        for row in rows {
            // What is carried comes from events of the same run, which may lie before these.
            if runs[row.run] == nil {
                let run = try self.store.run(row.run)
                runs[row.run] = (run?.row.flow.id ?? "", CarriedValues(run?.events ?? [row]))
            }
            let values = runs[row.run]?.carried.of(row.id) ?? row.own
            let view = EventView(row, flow: runs[row.run]?.flow ?? "", values: values, host: self.host)
            events.append(FeedEvent(view, sequence: row.sequence))
        }
        return events
    }
}
