internal import FloeCore

/// Sees to it that a request which reaches two hosts of a database at once starts one run: no two runs of a flow have one key within a day.
struct PostgresKeys {
    typealias Step = PostgresConnection.Step

    private static let asked = """
        unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[])
            AS asked (number, host, flow, version, key, adopted_at)
        """
    /// By each in one order; held until the transaction ends. The look after it sees what the one before stored.
    private static let lock = """
        SELECT pg_advisory_xact_lock(hashtextextended(wanted, 0)) FROM (
            SELECT DISTINCT concat_ws('/', current_schema(), flow, version, key) AS wanted FROM \(PostgresKeys.asked) ORDER BY 1
        ) AS ordered
        """
    private static let look = """
        SELECT ln(CASE WHEN EXISTS (
            SELECT 1 FROM \(PostgresKeys.asked) JOIN run ON run.flow = asked.flow AND run.version = asked.version AND run.key = asked.key
            WHERE (run.number, run.host) <> (asked.number, asked.host) AND abs(run.adopted_at - asked.adopted_at) < 86400000
        ) THEN 0 ELSE 1 END)
        """

    /// What comes before the rows; nothing where no new run has a key.
    static func steps(_ runs: [RunRow]) -> [Step] {
        let new = runs.filter { $0.key != nil && $0.phase == .pending && $0.round == 1 && $0.activatedAt == nil }
        if new.isEmpty { return [] }
        var rows = PostgresArrays(columns: 6)
        for run in new {
            rows.add {
                $0.bind(run.ref)
                $0.bind(run.flow.id)
                $0.bind(run.flow.version)
                $0.bind(run.key)
                $0.bind(run.adoptedAt)
            }
        }
        return [Self.lock, Self.look].map { sql in Step(sql) { $0.bind(rows) } }
    }
}
