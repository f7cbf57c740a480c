internal import FloeCore
internal import FloeSystem

/// One transaction's writes, in an order in which every row finds what it refers to.
struct PostgresCommit {
    typealias Step = PostgresConnection.Step

    let connection: PostgresConnection
    let hold: PostgresHold
    let place: String

    /// Divides by the number of rows of the host that still are this process's: by none, where another has taken them over, and then
    /// nothing of the transaction is done. So the guard needs no answer before the rest is sent.
    private static let guardSQL = """
        WITH mine AS (
            UPDATE host SET beat = beat + 1, next_run = coalesce($3::bigint, next_run), next_sequence = coalesce($4::bigint, next_sequence),
                draining = coalesce($5::bigint, draining)
            WHERE name = $1 AND fence = $2::bigint RETURNING 1
        ) SELECT 1 / count(*) FROM mine
        """
    private static let guardCode = "22012"
    private static let flows = "INSERT INTO flow (digest, json) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING"

    /// - Parameter again: Whether some of it may be stored already.
    func write(_ changes: Changes, again: Bool) throws {
        if changes.isEmpty { return }
        if again || !changes.swept.isEmpty || !changes.sweptFlows.isEmpty { return try self.writeStepwise(changes) }
        do { try self.writeAtOnce(changes) } catch let error as PostgresError where error.code == "23505" {
            // An event is there already: either the same, or one that contradicts.
            try self.writeStepwise(changes)
        }
    }

    /// All in one round trip.
    private func writeAtOnce(_ changes: Changes) throws {
        var steps = [Step("BEGIN"), self.guarding(changes.host)] + (try self.rows(changes))
        if !changes.events.isEmpty { steps.append(Self.events(changes.events, PostgresTable.event.insert)) }
        steps.append(Step("COMMIT"))
        do {
            let results = try self.connection.pipeline(steps)
            guard results.last?.tag == "COMMIT" else { throw PostgresError(.statement, "the transaction was rolled back") }
        } catch {
            throw self.rolledBack(error)
        }
    }

    private func writeStepwise(_ changes: Changes) throws {
        try self.transaction(changes.host) {
            for step in try self.rows(changes) { _ = try self.connection.query(step) }
            if !changes.events.isEmpty { try self.writeNewEvents(changes.events) }
            if !changes.swept.isEmpty || !changes.sweptFlows.isEmpty {
                try PostgresSweeping(connection: self.connection, host: self.hold.host).sweep(changes.swept, flows: changes.sweptFlows)
            }
        }
    }

    /// A transaction that is done only while this process holds the host.
    func transaction<T>(_ host: HostRow? = nil, _ body: () throws -> T) throws -> T {
        do {
            try self.connection.script("BEGIN")
            _ = try self.connection.query(self.guarding(host))
            let result = try body()
            let commit = try self.connection.query("COMMIT")
            guard commit.tag == "COMMIT" else { throw PostgresError(.statement, "the transaction was rolled back") }
            return result
        } catch {
            throw self.rolledBack(error)
        }
    }

    /// Ends the transaction that the error ended; gives what is to be told of it.
    private func rolledBack(_ error: any Error) -> any Error {
        guard let error = error as? PostgresError else {
            try? self.connection.script("ROLLBACK")
            return error
        }
        if error.stage != .lost { try? self.connection.script("ROLLBACK") }
        return error.code == Self.guardCode ? self.hold.lost(in: self.place) : error
    }

    private func guarding(_ host: HostRow?) -> Step {
        Step(Self.guardSQL) {
            $0.bind(self.hold.host)
            $0.bind(self.hold.fence)
            $0.bind(host?.nextRun)
            $0.bind(host?.nextSequence)
            $0.bind(host?.draining)
        }
    }

    /// All that may be written again without a look at what is there.
    private func rows(_ changes: Changes) throws -> [Step] {
        var steps: [Step] = []
        if !changes.flows.isEmpty {
            var arrays = PostgresArrays(columns: 2)
            for frozen in changes.flows {
                let json = String(decoding: try frozen.flow.json(), as: UTF8.self)
                arrays.add {
                    $0.bind(frozen.digest)
                    $0.bind(json)
                }
            }
            steps.append(Step(Self.flows) { $0.bind(arrays) })
        }
        if !changes.runs.isEmpty {
            var arrays = PostgresArrays(columns: PostgresTable.run.columns.count)
            for run in Self.last(of: changes.runs, by: \.ref) { arrays.add { run.bind(&$0) } }
            steps.append(Step(PostgresTable.upsertRuns) { $0.bind(arrays) })
        }
        if !changes.passes.isEmpty {
            var arrays = PostgresArrays(columns: PostgresTable.pass.columns.count)
            for pass in Self.last(of: changes.passes, by: \.key) { arrays.add { pass.bind(&$0) } }
            steps.append(Step(PostgresTable.upsertPasses) { $0.bind(arrays) })
        }
        if let cluster = changes.cluster { steps += try PostgresCluster(cluster).steps }
        return steps
    }

    /// One statement changes a row once at most: of several with one key the last stays, as it would if each were written.
    private static func last<Row, Key: Hashable>(of rows: [Row], by key: (Row) -> Key) -> [Row] {
        if rows.count < 2 { return rows }
        var seen: Set<Key> = []
        return rows.reversed().filter { seen.insert(key($0)).inserted }.reversed()
    }

    private static func events(_ events: [EventRow], _ sql: String) -> Step {
        var arrays = PostgresArrays(columns: PostgresTable.event.columns.count)
        for event in events { arrays.add { event.bind(&$0) } }
        return Step(sql) { $0.bind(arrays) }
    }

    /// An event that is stored already must be the same: then the changes are committed again, which is fine.
    private func writeNewEvents(_ events: [EventRow]) throws {
        let written = try self.connection.query(Self.events(events, PostgresTable.event.insert + " ON CONFLICT DO NOTHING"))
        if written.changed == events.count { return }
        let sql = SQLText.select(EventRow.columns, from: "event", "event WHERE number = $1::bigint AND host = $2 AND id = $3::bigint")
        for event in events {
            let stored = try self.connection.query(sql) {
                $0.bind(event.run)
                $0.bind(event.id)
            }.first { try EventRow(&$0) }
            guard stored != event else { continue }
            throw StoreFailure(contradicting: event, stored: stored, in: self.place)
        }
    }
}
