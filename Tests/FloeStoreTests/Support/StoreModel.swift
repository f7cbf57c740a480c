import FloeCore

/// What a store must hold, said with dictionaries.
struct StoreModel {
    var host = HostRow()
    var flows: [String: FrozenFlow] = [:]
    var runs: [RunRef: RunRow] = [:]
    var passes: [PassRow.Key: PassRow] = [:]
    var events: [EventRow] = []

    mutating func apply(_ changes: Changes) {
        if let host = changes.host { self.host = host }
        for flow in changes.flows { self.flows[flow.digest] = flow }
        for run in changes.runs { self.runs[run.ref] = run }
        for pass in changes.passes { self.passes[pass.key] = pass }
        self.events += changes.events
    }

    func run(_ ref: RunRef) -> StoredRun? {
        guard let row = self.runs[ref], let flow = self.flows[row.digest] else { return nil }
        return StoredRun(
            row: row, flow: flow, passes: self.passes.values.filter { $0.key.run == ref }.sorted { $0.key < $1.key },
            events: self.events.filter { $0.run == ref })
    }

    var live: [StoredRun] {
        self.runs.values.filter(\.isLive).map(\.ref).sorted().compactMap { self.run($0) }
    }

    func page(_ query: RunQuery) -> RunPage {
        var found = self.runs.values.sorted { ($0.adoptedAt, $0.ref) > ($1.adoptedAt, $1.ref) }
        if let after = query.after.flatMap({ self.runs[$0] }) {
            found.removeAll { ($0.adoptedAt, $0.ref) >= (after.adoptedAt, after.ref) }
        }
        found.removeAll { run in
            !query.phases.contains(run.phase) || (query.flow ?? run.flow.id) != run.flow.id
                || (query.branch != nil && run.values["branch"]?.text != query.branch)
                || (query.result != nil && run.result != query.result)
        }
        let page = Array(found.prefix(query.limit))
        return RunPage(
            runs: page, next: found.count > page.count ? page.last?.ref : nil,
            nextAt: found.count > page.count ? page.last?.adoptedAt : nil)
    }
}
