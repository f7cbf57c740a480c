public import FloeCore
internal import GRDB

extension SQLiteStore {
    // Live runs come first from an index, and each one's rows follow from theirs: no sorting, no query a run.
    private static let liveRuns = SQLText.select(RunRow.columns, from: "run", "run WHERE phase IN ('active', 'pending')")
    private static let livePasses = SQLText.select(
        PassRow.columns, from: "pass",
        "run CROSS JOIN pass ON pass.number = run.number AND pass.host = run.host WHERE run.phase IN ('active', 'pending')")
    private static let liveEvents = SQLText.select(
        EventRow.columns, from: "event",
        "run CROSS JOIN event ON event.number = run.number AND event.host = run.host WHERE run.phase IN ('active', 'pending')")

    public func open() throws -> (host: HostRow, runs: [StoredRun]) {
        try self.read("read the live runs") { db in
            let host = try Rows(db, "SELECT next_run, next_sequence, draining FROM host WHERE id = 1").first({ _ in }) {
                let (nextRun, nextSequence) = ($0.int(), $0.int())
                return HostRow(nextRun: nextRun, nextSequence: nextSequence, draining: $0.int() != 0)
            }
            let rows = try Rows(db, Self.liveRuns).all({ _ in }) { try RunRow(&$0) }
            var passes: [RunRef: [PassRow]] = [:]
            try Rows(db, Self.livePasses).each({ _ in }) {
                let pass = try PassRow(&$0)
                passes[pass.key.run, default: []].append(pass)
                return true
            }
            var events: [RunRef: [EventRow]] = [:]
            try Rows(db, Self.liveEvents).each({ _ in }) {
                let event = try EventRow(&$0)
                events[event.run, default: []].append(event)
                return true
            }
            var flows: [String: FrozenFlow] = [:]
            let runs = try rows.map { row in
                let flow = try flows[row.digest] ?? self.flow(of: row, db)
                flows[row.digest] = flow
                return StoredRun(row, flow, passes[row.ref] ?? [], events[row.ref] ?? [])
            }
            return (host ?? HostRow(), runs.sorted { $0.row.ref < $1.row.ref })
        }
    }

    private static let oneRun = SQLText.select(RunRow.columns, from: "run", "run WHERE number = ? AND host = ?")
    private static let itsPasses = SQLText.select(PassRow.columns, from: "pass", "pass WHERE number = ? AND host = ?")
    private static let itsEvents = SQLText.select(EventRow.columns, from: "event", "event WHERE number = ? AND host = ?")

    public func run(_ ref: RunRef) throws -> StoredRun? {
        func bind(_ to: inout Binder) {
            to.bind(ref.number)
            to.bind(ref.host)
        }
        return try self.read("read the run \(ref)") { db in
            guard let row = try Rows(db, Self.oneRun).first(bind, { try RunRow(&$0) }) else { return nil }
            return StoredRun(
                row, try self.flow(of: row, db), try Rows(db, Self.itsPasses).all(bind) { try PassRow(&$0) },
                try Rows(db, Self.itsEvents).all(bind) { try EventRow(&$0) })
        }
    }

    public func run(flow: FlowKey, key: String, since: Moment) throws -> RunRef? {
        try self.read("look for a run by its key") { db in
            try Rows(
                db,
                """
                SELECT number, host FROM run WHERE flow = ? AND version = ? AND key = ? AND adopted_at >= ?
                ORDER BY adopted_at DESC LIMIT 1
                """
            ).first {
                $0.bind(flow.id)
                $0.bind(flow.version)
                $0.bind(key)
                $0.bind(since)
            } _: {
                let number = $0.int()
                return RunRef(host: $0.text(), number: number)
            }
        }
    }

    private func flow(of run: RunRow, _ db: Database) throws -> FrozenFlow {
        try self.flows.flow(of: run, in: self.place) {
            try Rows(db, "SELECT json FROM flow WHERE digest = ?").first({ $0.bind(run.digest) }, { $0.text() })
        }
    }
}
