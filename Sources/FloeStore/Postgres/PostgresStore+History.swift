public import FloeCore

extension PostgresStore {
    private static let mayGo = "phase = 'archive' AND keep = 0 AND parent_run IS NULL"

    private static func archived(_ rest: String) -> String {
        """
        SELECT number, host, flow, coalesce(ended_at, adopted_at), coalesce(bytes, 0), CASE WHEN key IS NULL THEN NULL ELSE adopted_at END
        FROM run WHERE \(PostgresStore.mayGo) AND \(rest)
        """
    }
    /// Of one database of several hosts each keeps and sweeps what it executed: the files are there.
    private static let mine = "($1 = '' OR exec_host = $1)"
    private static let oldestSQL = PostgresStore.archived("\(mine) AND flow = $2 ORDER BY ended_at, number, host LIMIT $3::bigint")
    private static let unmeasuredSQL = PostgresStore.archived("\(mine) AND bytes IS NULL ORDER BY ended_at LIMIT $2::bigint")
    private static let historySQL = """
        SELECT flow, sum(runs)::bigint, sum(bytes)::bigint FROM history WHERE ($1 = '' OR host = $1) GROUP BY flow HAVING sum(runs) > 0
        """
    /// Whose runs it is asked for; empty for all there are.
    private var whose: String { self.shares ? self.host : "" }

    public func history() throws -> [FlowUse] {
        try self.read("look at the history") { connection in
            try connection.query(Self.historySQL, { $0.bind(self.whose) }).all {
                FlowUse(flow: $0.text(), runs: $0.int(), bytes: Int64($0.int()))
            }
        }
    }

    public func oldest(of flow: String, limit: Int) throws -> [ArchivedRun] {
        try self.archived(Self.oldestSQL) {
            $0.bind(self.whose)
            $0.bind(flow)
            $0.bind(limit)
        }
    }

    public func unmeasured(limit: Int) throws -> [ArchivedRun] {
        try self.archived(Self.unmeasuredSQL) {
            $0.bind(self.whose)
            $0.bind(limit)
        }
    }

    private func archived(_ sql: String, _ bind: (inout PostgresParameters) -> Void) throws -> [ArchivedRun] {
        try self.read("look at the history") { connection in
            try connection.query(sql, bind).all {
                ArchivedRun(
                    ref: $0.run(), flow: $0.text(), endedAt: $0.moment(), bytes: Int64($0.int()), keyedAt: $0.optionalMoment())
            }
        }
    }

    private static let itself = "SELECT number, host, flow FROM run WHERE number = $1::bigint AND host = $2"
    /// One that was retried is on its own since. A reference is its host, a dash, and its number.
    private static let children = """
        SELECT DISTINCT run.number, run.host, run.flow
        FROM pass JOIN run ON run.host = regexp_replace(pass.child, '-[0-9]+$', '')
            AND run.number = substring(pass.child FROM '-([0-9]+)$')::bigint
        WHERE pass.number = $1::bigint AND pass.host = $2 AND pass.child IS NOT NULL AND run.parent_run = $3
        """

    public func family(of run: RunRef) throws -> [SweptRun] {
        try self.readAll("look at what \(run) started") { connection in
            func read(_ from: inout PostgresColumns) -> SweptRun { SweptRun(ref: from.run(), flow: from.text()) }
            var family = try connection.query(Self.itself, { $0.bind(run) }).all { read(&$0) }
            var next = 0
            while next < family.count {
                let parent = family[next].ref
                next += 1
                family += try connection.query(Self.children) {
                    $0.bind(parent)
                    $0.bind(parent.description)
                }.all { read(&$0) }
            }
            return family
        }
    }

    private static let noteSQL = """
        UPDATE run SET bytes = noted.bytes FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS noted (number, host, bytes)
        WHERE run.number = noted.number AND run.host = noted.host AND run.phase = 'archive'
        """

    public func note(_ sizes: [(run: RunRef, bytes: Int64)]) throws {
        var rows = PostgresArrays(columns: 3)
        for (run, bytes) in sizes {
            rows.add {
                $0.bind(run)
                $0.bind(Int(bytes))
            }
        }
        try self.transaction("note the size of runs") { _ = try $0.query(Self.noteSQL) { $0.bind(rows) } }
    }

    public func swept(limit: Int) throws -> [SweptRun] {
        try self.read("look for swept runs") { connection in
            try connection.query("SELECT number, host, flow FROM swept WHERE ($1 = '' OR exec_host = $1) LIMIT $2::bigint") {
                $0.bind(self.whose)
                $0.bind(limit)
            }.all {
                SweptRun(ref: $0.run(), flow: $0.text())
            }
        }
    }

    public func clear(_ runs: [SweptRun], rows: Int) throws -> Bool {
        try self.transaction("remove swept runs") { try PostgresSweeping(connection: $0, host: self.host).clear(runs, rows: rows) }
    }

    private static let unusedSQL = """
        SELECT digest FROM flow WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.digest = flow.digest) LIMIT $1::bigint
        """

    public func unusedFlows(limit: Int) throws -> [String] {
        try self.read("look for flows without runs") { connection in
            try connection.query(Self.unusedSQL, { $0.bind(limit) }).all { $0.text() }
        }
    }

    /// The server's own vacuum sees to that.
    public func room() throws -> (free: Int, pages: Int) { (0, 0) }

    public func giveBack(pages: Int) throws {}

    /// A transaction beside the commits of the hub, on their connection: they take turns.
    func transaction<T>(_ tried: String, _ body: (PostgresConnection) throws -> T) throws -> T {
        try self.write(tried) { connection, hold, _ in
            try PostgresCommit(connection: connection, hold: hold, place: self.place).transaction { try body(connection) }
        }
    }
}
