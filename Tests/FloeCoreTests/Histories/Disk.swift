import FloeCore

/// The rows as a store would hold them, in dictionaries.
struct Disk {
    var host = HostRow()
    var flows: [String: FrozenFlow] = [:]
    var runs: [RunRef: RunRow] = [:]
    var passes: [RunRef: [PassRow.Key: PassRow]] = [:]
    var events: [RunRef: [EventRow]] = [:]

    mutating func write(_ changes: Changes) {
        if let host = changes.host { self.host = host }
        for flow in changes.flows { self.flows[flow.digest] = flow }
        for run in changes.runs { self.runs[run.ref] = run }
        for pass in changes.passes { self.passes[pass.key.run, default: [:]][pass.key] = pass }
        for event in changes.events { self.events[event.run, default: []].append(event) }
    }

    func stored(_ ref: RunRef) -> StoredRun? {
        guard let row = self.runs[ref], let flow = self.flows[row.digest] else { return nil }
        let passes = (self.passes[ref] ?? [:]).values.sorted { $0.key < $1.key }
        return StoredRun(row: row, flow: flow, passes: passes, events: self.events[ref] ?? [])
    }

    var live: [StoredRun] { self.runs.values.filter(\.isLive).map(\.ref).compactMap(self.stored) }
}
