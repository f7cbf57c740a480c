internal import FloeCore
internal import FoundationEssentials

/// What a decision changed of what hosts share, as statements of its transaction.
struct PostgresShared {
    typealias Step = PostgresConnection.Step

    /// Milliseconds since 1970 by the server's clock.
    static let nowSQL = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    /// Names in one hint, which PostgreSQL bounds to 8000 bytes.
    private static let hinted = 30

    private static let stopSQL = """
        INSERT INTO stop (number, host, json) SELECT number, host, json
        FROM unnest($1::bigint[], $2::text[], $3::text[]) AS asked (number, host, json) JOIN run USING (number, host)
        WHERE run.phase IN ('active', 'pending') ON CONFLICT (number, host) DO UPDATE SET json = excluded.json
        """
    private static let releaseSQL = """
        DELETE FROM hold USING unnest($1::bigint[], $2::text[]) AS free (number, host)
        WHERE hold.number = free.number AND hold.host = free.host
        """
    /// Fails where one was fired before, or is not due by the server's clock.
    private static let slotSQL = """
        WITH fired AS (
            INSERT INTO slot (trigger, last) SELECT * FROM unnest($1::text[], $2::bigint[])
            ON CONFLICT (trigger) DO UPDATE SET last = excluded.last WHERE slot.last < excluded.last RETURNING last
        ) SELECT ln(CASE WHEN count(*) = $3::bigint AND max(last) <= \(PostgresShared.nowSQL) THEN 1 ELSE 0 END) FROM fired
        """
    private static let tellSQL = "SELECT floe_tell($1)"

    let changes: SharedChanges
    let host: String

    func steps() throws -> [Step] {
        var steps: [Step] = []
        if !self.changes.stops.isEmpty {
            var rows = PostgresArrays(columns: 3)
            for (run, stop) in self.changes.stops {
                let json = String(decoding: try JSONEncoder().encode(stop), as: UTF8.self)
                rows.add {
                    $0.bind(run)
                    $0.bind(json)
                }
            }
            steps.append(Step(Self.stopSQL) { $0.bind(rows) })
        }
        if !self.changes.released.isEmpty {
            let rows = PostgresArrays(self.changes.released)
            steps.append(Step(Self.releaseSQL) { $0.bind(rows) })
        }
        if !self.changes.slots.isEmpty {
            var rows = PostgresArrays(columns: 2)
            for slot in self.changes.slots {
                rows.add {
                    $0.bind(slot.trigger)
                    $0.bind(slot.last)
                }
            }
            steps.append(
                Step(Self.slotSQL) {
                    $0.bind(rows)
                    $0.bind(self.changes.slots.count)
                })
        }
        let toAll = !self.changes.stops.isEmpty || !self.changes.released.isEmpty
        for words in self.hints + (toAll ? ["* \(self.host)"] : []) { steps.append(Step(Self.tellSQL) { $0.bind(words) }) }
        return steps
    }

    private var hints: [String] {
        Dictionary(grouping: self.changes.hints, by: \.host).sorted { $0.key < $1.key }.flatMap { host, hints in
            stride(from: 0, to: hints.count, by: Self.hinted).map { at in
                "\(host) " + hints[at..<min(hints.count, at + Self.hinted)].map(\.run.description).joined(separator: ",")
            }
        }
    }
}
