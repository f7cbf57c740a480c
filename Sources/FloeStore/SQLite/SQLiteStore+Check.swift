public import FloeCore
internal import GRDB

extension SQLiteStore {
    /// Something that must not be found, how it is counted, and what mends it.
    private struct Rule {
        var what: String
        var count: String
        var mend: String?
    }

    private static let noRun = """
        WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.number = rows.number AND run.host = rows.host)
            AND NOT EXISTS (SELECT 1 FROM swept WHERE swept.number = rows.number AND swept.host = rows.host)
        """
    private static let sums = """
        SELECT flow, count(*) AS runs, sum(ifnull(bytes, 0)) AS bytes FROM run
        WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL GROUP BY flow
        """
    private static let rules: [Rule] = [
        Rule(
            what: "events of runs that are not there", count: "SELECT count(*) FROM event AS rows \(SQLiteStore.noRun)",
            mend: "DELETE FROM event WHERE sequence IN (SELECT sequence FROM event AS rows \(SQLiteStore.noRun))"),
        Rule(
            what: "passes of runs that are not there", count: "SELECT count(*) FROM pass AS rows \(SQLiteStore.noRun)",
            mend: """
                DELETE FROM pass WHERE (number, host, node, pass, instance) IN
                    (SELECT number, host, node, pass, instance FROM pass AS rows \(SQLiteStore.noRun))
                """),
        Rule(
            what: "passes under way in runs that have ended",
            count: """
                SELECT count(*) FROM run CROSS JOIN pass ON pass.number = run.number AND pass.host = run.host
                WHERE run.phase = 'archive' AND pass.state IN ('queued', 'running') AND pass.void = 0
                """),
        Rule(
            what: "flows whose sums in the history are not those of their runs",
            count: """
                SELECT count(*) FROM (
                    SELECT flow, runs, bytes FROM history WHERE runs <> 0 EXCEPT SELECT * FROM (\(SQLiteStore.sums))
                    UNION SELECT * FROM (SELECT * FROM (\(SQLiteStore.sums)) EXCEPT SELECT flow, runs, bytes FROM history))
                """, mend: "DELETE FROM history; INSERT INTO history (flow, runs, bytes) \(SQLiteStore.sums)"),
        Rule(
            what: "events that the next ones would be mistaken for",
            count: "SELECT count(*) FROM (SELECT 1 FROM event, host WHERE event.sequence >= host.next_sequence LIMIT 1)",
            mend: "UPDATE host SET next_sequence = (SELECT max(sequence) FROM event) + 1"),
    ]

    private static func numbers(_ host: String) -> Rule {
        let name = "'\(host.replacing("'", with: "''"))'"
        return Rule(
            what: "runs whose numbers would be used again",
            count: "SELECT count(*) FROM run, host WHERE run.host = \(name) AND run.number >= host.next_run",
            mend: "UPDATE host SET next_run = (SELECT max(number) FROM run WHERE host = \(name)) + 1")
    }

    /// What SQLite finds wrong with the file, and what we do with its rows. Reads all of it.
    /// - Parameter host: Name of the host whose store it is.
    public func faults(host: String) throws -> [StoreFault] {
        try self.read("check the store") { db in
            let broken = try String.fetchAll(db, sql: "PRAGMA quick_check(20)").filter { $0 != "ok" }
            if !broken.isEmpty { return broken.map { StoreFault($0, isMendable: false) } }
            var faults: [StoreFault] = []
            let foreign = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
            if !foreign.isEmpty { faults.append(StoreFault("\(foreign.count) runs whose flow is not there", isMendable: false)) }
            for rule in Self.rules + [Self.numbers(host)] {
                let count = try Int.fetchOne(db, sql: rule.count) ?? 0
                if count > 0 { faults.append(StoreFault("\(count) \(rule.what)", isMendable: rule.mend != nil)) }
            }
            return faults
        }
    }

    /// Mends what can be, in one transaction.
    public func mend(host: String) throws {
        try self.tell("mend the store") {
            try self.writer.write { db in
                for rule in Self.rules + [Self.numbers(host)] where try Int.fetchOne(db, sql: rule.count) ?? 0 > 0 {
                    if let mend = rule.mend { try db.execute(sql: mend) }
                }
            }
        }
    }

    /// Whether files of a run are its own: it is there, or was swept and is being removed.
    public func knows(_ run: RunRef) throws -> Bool {
        try self.read("look for \(run)") { db in
            try ["run", "swept"].contains { table in
                try Rows(db, "SELECT 1 FROM \(table) WHERE number = ? AND host = ?").first {
                    $0.bind(run.number)
                    $0.bind(run.host)
                } _: {
                    $0.int()
                } != nil
            }
        }
    }

    /// Ids of the flows that have runs.
    public func flowsWithRuns() throws -> Set<String> {
        try self.read("list flows") { Set(try String.fetchAll($0, sql: "SELECT DISTINCT flow FROM run")) }
    }

    /// When the last event happened.
    public func lastEvent() throws -> Moment? {
        try self.read("look at the last event") { db in
            try Rows(db, "SELECT at FROM event ORDER BY sequence DESC LIMIT 1").first({ _ in }, { $0.moment() })
        }
    }

    /// The last attempts that ran to an end, of the runs that were adopted last.
    public func lastAttempts(limit: Int) throws -> [(order: OrderID, flow: String)] {
        try self.read("list attempts") { db in
            try Rows(
                db,
                """
                SELECT pass.number, pass.host, pass.node, pass.pass, pass.attempt, pass.instance, run.flow
                FROM run INDEXED BY run_phase CROSS JOIN pass ON pass.number = run.number AND pass.host = run.host
                WHERE run.phase = 'archive' AND pass.attempt > 0 AND pass.keeper <> '' AND pass.outcome IN ('good', 'bad', 'timed-out')
                ORDER BY run.adopted_at DESC LIMIT ?
                """
            ).all {
                $0.bind(limit)
            } _: {
                let number = $0.int()
                let run = RunRef(host: $0.text(), number: number)
                let node = $0.text()
                let (pass, attempt) = ($0.int(), $0.int())
                let order = OrderID(run: run, node: node, pass: pass, attempt: attempt, instance: $0.text())
                return (order, $0.text())
            }
        }
    }
}
