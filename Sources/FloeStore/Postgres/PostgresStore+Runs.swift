public import FloeCore

extension PostgresStore {
    private static let live = "run.phase IN ('active', 'pending')"
    /// With one parameter, the host whose they are.
    private static let own = "\(live) AND run.exec_host = $1"

    private static func runs(_ which: String) -> String { SQLText.select(RunRow.columns, from: "run", "run WHERE \(which)") }
    private static func passes(_ which: String) -> String {
        SQLText.select(PassRow.columns, from: "pass", "run JOIN pass USING (number, host) WHERE \(which)")
    }
    private static func events(_ which: String) -> String {
        SQLText.select(EventRow.columns, from: "event", "run JOIN event USING (number, host) WHERE \(which)")
    }

    public func open() throws -> (host: HostRow, runs: [StoredRun]) {
        try self.readAll("read the live runs") { connection in
            let host = try connection.query("SELECT next_run, next_sequence, draining FROM host WHERE name = $1", { $0.bind(self.host) })
                .first { HostRow(nextRun: $0.int(), nextSequence: $0.int(), draining: $0.flag()) }
            let which = self.shares ? Self.own : Self.live
            let bind: (inout PostgresParameters) -> Void = { if self.shares { $0.bind(self.host) } }
            let rows = try connection.query(Self.runs(which), bind).all { try RunRow(&$0) }
            let passes = Dictionary(grouping: try connection.query(Self.passes(which), bind).all { try PassRow(&$0) }, by: \.key.run)
            let events = Dictionary(grouping: try connection.query(Self.events(which), bind).all { try EventRow(&$0) }, by: \.run)
            var flows: [String: FrozenFlow] = [:]
            let runs = try rows.map { row in
                let flow = try flows[row.digest] ?? self.flow(of: row, connection)
                flows[row.digest] = flow
                return StoredRun(row, flow, passes[row.ref] ?? [], events[row.ref] ?? [])
            }
            return (host ?? HostRow(), runs.sorted { $0.row.ref < $1.row.ref })
        }
    }

    private static let oneRun = SQLText.select(RunRow.columns, from: "run", "run WHERE number = $1::bigint AND host = $2")
    private static let itsPasses = SQLText.select(PassRow.columns, from: "pass", "pass WHERE number = $1::bigint AND host = $2")
    private static let itsEvents = SQLText.select(EventRow.columns, from: "event", "event WHERE number = $1::bigint AND host = $2")

    public func run(_ ref: RunRef) throws -> StoredRun? {
        try self.readAll("read the run \(ref)") { try self.stored(ref, $0) }
    }

    func stored(_ ref: RunRef, _ connection: PostgresConnection) throws -> StoredRun? {
        let row = try connection.query(Self.oneRun, { $0.bind(ref) }).first { try RunRow(&$0) }
        guard let row else { return nil }
        return StoredRun(
            row, try self.flow(of: row, connection), try connection.query(Self.itsPasses, { $0.bind(ref) }).all { try PassRow(&$0) },
            try connection.query(Self.itsEvents, { $0.bind(ref) }).all { try EventRow(&$0) })
    }

    private static let byKey = """
        SELECT number, host FROM run WHERE flow = $1 AND version = $2::bigint AND key = $3 AND adopted_at >= $4::bigint
        ORDER BY adopted_at DESC LIMIT 1
        """

    public func run(flow: FlowKey, key: String, since: Moment) throws -> RunRef? {
        try self.read("look for a run by its key") { connection in
            try connection.query(Self.byKey) {
                $0.bind(flow.id)
                $0.bind(flow.version)
                $0.bind(key)
                $0.bind(since)
            }.first { $0.run() }
        }
    }

    func flow(of run: RunRow, _ connection: PostgresConnection) throws -> FrozenFlow {
        try self.flows.flow(of: run, in: self.place) {
            try connection.query("SELECT json FROM flow WHERE digest = $1", { $0.bind(run.digest) }).first { $0.text() }
        }
    }

    private static let ofRun = SQLText.select(
        EventRow.columns, from: "event",
        "event WHERE number = $1::bigint AND host = $2 AND id > $3::bigint ORDER BY id LIMIT $4::bigint")
    private static let bySequence = SQLText.select(
        EventRow.columns, from: "event", "event WHERE teller = $3 AND sequence > $1::bigint ORDER BY sequence LIMIT $2::bigint")

    public func events(of run: RunRef, after: Int, limit: Int) throws -> [EventRow] {
        try self.read("read the events of \(run)") { connection in
            try connection.query(Self.ofRun) {
                $0.bind(run)
                $0.bind(after)
                $0.bind(max(0, limit))
            }.all { try EventRow(&$0) }
        }
    }

    public func events(afterSequence after: Int, limit: Int) throws -> [EventRow]? {
        try self.readAll("read events") { connection in
            let swept = try connection.query("SELECT swept_sequence FROM host WHERE name = $1", { $0.bind(self.host) }).first { $0.int() }
            guard after >= swept ?? 0 else { return nil }
            return try connection.query(Self.bySequence) {
                $0.bind(after)
                $0.bind(max(0, limit))
                $0.bind(self.host)
            }.all { try EventRow(&$0) }
        }
    }
}
