internal import FloeCore
internal import FloeSystem

/// One transaction's writes, in an order in which every row finds what it refers to.
struct PostgresCommit {
    typealias Step = PostgresConnection.Step

    let connection: PostgresConnection
    let hold: PostgresHold
    let place: String
    var shares: Bool { self.hold.shares }

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
    /// Of the logarithm of zero: other hosts have a row of it.
    private static let movedCode = "2201E"
    /// A flow that another host swept, since no run had it.
    private static let sweptCode = "23503"
    private static let flows = "INSERT INTO flow (digest, json) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING"

    /// - Parameter again: Whether some of it may be stored already.
    func write(_ changes: Changes, again: Bool) throws {
        if changes.isEmpty { return }
        if again || !changes.swept.isEmpty || !changes.sweptFlows.isEmpty { return try self.writeStepwise(changes, again: again) }
        do { try self.writeAtOnce(changes) } catch let error as PostgresError where error.code == "23505" {
            // An event is there already: either the same, or one that contradicts.
            try self.writeStepwise(changes, again: true)
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

    private func writeStepwise(_ changes: Changes, again: Bool) throws {
        if self.shares, again, try self.isStored(changes) { return }
        try self.transaction(changes.host) {
            for step in try self.rows(changes) { _ = try self.connection.query(step) }
            if !changes.events.isEmpty { try self.writeNewEvents(changes.events) }
            if !changes.swept.isEmpty || !changes.sweptFlows.isEmpty {
                try PostgresSweeping(connection: self.connection, host: self.hold.host).sweep(changes.swept, flows: changes.sweptFlows)
            }
        }
    }

    /// Whether it was stored after all when the answer was lost. Others may have taken runs of it since, so it is not written again.
    private func isStored(_ changes: Changes) throws -> Bool {
        guard let last = changes.events.last else { return false }
        let sql = SQLText.select(EventRow.columns, from: "event", "event WHERE number = $1::bigint AND host = $2 AND id = $3::bigint")
        let stored = try self.connection.query(sql) {
            $0.bind(last.run)
            $0.bind(last.id)
        }.first { try EventRow(&$0) }
        return stored == last
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

    /// A statement that says itself whether this process holds the host.
    func told<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw self.rolledBack(error) }
    }

    /// Ends the transaction that the error ended; gives what is to be told of it.
    private func rolledBack(_ error: any Error) -> any Error {
        guard let error = error as? PostgresError else {
            try? self.connection.script("ROLLBACK")
            return error
        }
        if error.stage != .lost { try? self.connection.script("ROLLBACK") }
        if error.code == Self.guardCode { return self.hold.lost(in: self.place) }
        return self.shares && [Self.movedCode, Self.sweptCode].contains(error.code) ? SharedConflict.moved : error
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
            if self.shares { steps += PostgresKeys.steps(changes.runs) }
            var arrays = PostgresArrays(columns: PostgresTable.run.columns.count)
            for run in Self.last(of: changes.runs, by: \.ref) { arrays.add { run.bind(&$0) } }
            steps.append(self.runs(arrays, count: Set(changes.runs.map(\.ref)).count))
        }
        if !changes.passes.isEmpty {
            var arrays = PostgresArrays(columns: PostgresTable.pass.columns.count)
            for pass in Self.last(of: changes.passes, by: \.key) { arrays.add { pass.bind(&$0) } }
            steps.append(Step(PostgresTable.upsertPasses) { $0.bind(arrays) })
        }
        if let cluster = changes.cluster { steps += try PostgresCluster(cluster).steps }
        if let shared = changes.shared { steps += try PostgresShared(changes: shared, host: self.hold.host).steps() }
        if !changes.agents.isEmpty { steps += try PostgresCluster(agents: changes.agents, of: self.hold.host).steps }
        return steps
    }

    private func runs(_ rows: PostgresArrays, count: Int) -> Step {
        guard self.shares else { return Step(PostgresTable.upsertRuns) { $0.bind(rows) } }
        return Step(PostgresTable.upsertOwnRuns) {
            $0.bind(rows)
            $0.bind(self.hold.host)
            $0.bind(count)
        }
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
