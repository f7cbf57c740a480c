internal import FloeCore

/// The writes by which archived runs go. Each may be done again.
struct PostgresSweeping {
    let connection: PostgresConnection
    let host: String

    private static let family = "unnest($1::bigint[], $2::text[]) AS family (number, host)"
    private static let stays = """
        SELECT 1 FROM \(Self.family) JOIN run USING (number, host) WHERE phase <> 'archive' OR keep <> 0 LIMIT 1
        """
    /// A client that has seen less than all of its events gets a snapshot instead of what came after.
    private static let cursor = """
        UPDATE host SET swept_sequence = greatest(swept_sequence, (SELECT max(last.sequence) FROM \(Self.family), LATERAL (
            SELECT sequence FROM event WHERE event.number = family.number AND event.host = family.host AND event.teller = $3
            ORDER BY id DESC LIMIT 1) AS last))
        WHERE name = $3
        """
    private static let note = """
        INSERT INTO swept (number, host, flow, exec_host) SELECT number, host, flow, exec_host FROM \(Self.family) JOIN run USING (number, host)
        ON CONFLICT DO NOTHING
        """
    private static let remove = """
        DELETE FROM run USING \(Self.family) WHERE run.number = family.number AND run.host = family.host
        """
    private static let removeFlows = """
        DELETE FROM flow WHERE digest = ANY ($1::text[]) AND NOT EXISTS (SELECT 1 FROM run WHERE run.digest = flow.digest)
        """

    /// Takes families of runs out of sight, those whole of which none is live or kept by now.
    func sweep(_ families: [[RunRef]], flows: [String]) throws {
        for family in families where !family.isEmpty {
            let rows = PostgresArrays(family)
            guard try self.connection.query(Self.stays, { $0.bind(rows) }).count == 0 else { continue }
            _ = try self.connection.query(Self.cursor) {
                $0.bind(rows)
                $0.bind(self.host)
            }
            for sql in [Self.note, Self.remove] { _ = try self.connection.query(sql) { $0.bind(rows) } }
        }
        if flows.isEmpty { return }
        var digests = PostgresArrays(columns: 1)
        for flow in flows { digests.add { $0.bind(flow) } }
        _ = try self.connection.query(Self.removeFlows) { $0.bind(digests) }
    }

    private static func clearing(_ table: String, _ key: String) -> String {
        """
        DELETE FROM \(table) WHERE (\(key)) IN
            (SELECT \(key) FROM \(table) WHERE number = $1::bigint AND host = $2 LIMIT $3::bigint)
        """
    }
    private static let clearings = [
        Self.clearing("event", "teller, sequence"), Self.clearing("pass", "number, host, node, pass, instance"),
    ]
    private static let forget = "DELETE FROM swept WHERE number = $1::bigint AND host = $2"

    /// Removes rows of runs that were swept; false when so many rows were not enough.
    func clear(_ runs: [SweptRun], rows: Int) throws -> Bool {
        var left = rows
        for run in runs {
            for clearing in Self.clearings {
                guard left > 0 else { return false }
                left -= try self.connection.query(clearing) {
                    $0.bind(run.ref)
                    $0.bind(left)
                }.changed
            }
            guard left > 0 else { return false }
            _ = try self.connection.query(Self.forget) { $0.bind(run.ref) }
            left -= 1
        }
        return true
    }
}
