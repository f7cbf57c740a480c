public import FloeCore

extension PostgresStore {
    /// As in SQLite: a page costs the same wherever it begins, and of what an index leads to at most 5,000 runs are looked at.
    public func runs(_ query: RunQuery) throws -> RunPage {
        let limit = min(max(1, query.limit), RunPage.limit)
        return try self.readAll("read a page of runs") { connection in
            guard let start = try self.start(after: query.after, before: query.before, connection) else {
                return RunPage(runs: [], next: nil)
            }
            return RunPage(try PageIndex.all(for: query).map { try $0.scan(query, from: start, limit: limit, connection) }, limit: limit)
        }
    }

    private static let atNumber = "SELECT adopted_at FROM run WHERE host = $1 AND number = $2::bigint"
    private static let below = """
        SELECT adopted_at FROM run WHERE host = $1 AND number < $2::bigint ORDER BY number DESC LIMIT 1
        """
    private static let above = """
        SELECT adopted_at, number FROM run WHERE host = $1 AND number > $2::bigint ORDER BY number LIMIT 1
        """

    /// The key of the run a page begins after. Of one that is gone, that of the next older run of its host still there, taken in,
    /// or of the next younger one; nil when its host has no runs.
    private func start(after: RunRef?, before: Moment?, _ connection: PostgresConnection) throws -> PageKey? {
        guard let after else { return .start }
        if let before { return PageKey(adopted: before, ref: after) }
        func bind(_ to: inout PostgresParameters) {
            to.bind(after.host)
            to.bind(after.number)
        }
        for sql in [Self.atNumber, Self.below] {
            if let adopted = try connection.query(sql, bind).first({ $0.moment() }) { return PageKey(adopted: adopted, ref: after) }
        }
        return try connection.query(Self.above, bind).first {
            let adopted = $0.moment()
            return PageKey(adopted: adopted, ref: RunRef(host: after.host, number: $0.int()))
        }
    }
}

extension PageIndex {
    /// Rows that are fetched at once where not all of them are asked for.
    private static let block = 500
    private static let statements: [Column: String] = [.branch: Self.sql(.branch), .flow: Self.sql(.flow), .phase: Self.sql(.phase)]

    private static func sql(_ column: Column) -> String {
        SQLText.select(
            RunRow.columns, from: "run",
            """
            run WHERE \(column.rawValue) = $1 AND (adopted_at, number, host) < ($2::bigint, $3::bigint, $4)
            ORDER BY adopted_at DESC, number DESC, host DESC LIMIT $5::bigint
            """)
    }

    fileprivate func scan(_ query: RunQuery, from start: PageKey, limit: Int, _ connection: PostgresConnection) throws -> PagePart {
        let text = query.text.map { $0.lowercased() }
        var part = PagePart()
        var (looked, from) = (0, start)
        // One more than is asked for tells whether there is a next page. As a rule all that the index leads to is asked for.
        var block = limit + 1
        while true {
            let rows = try connection.query(Self.statements[self.column] ?? "") {
                $0.bind(self.value)
                from.bind(&$0)
                $0.bind(min(block, PagePart.scan - looked))
            }
            let wanted = min(block, PagePart.scan - looked)
            for run in try rows.all({ try RunRow(&$0) }) {
                looked += 1
                from = PageKey(run)
                if query.matches(run, folded: text) { part.runs.append(run) }
                guard part.runs.count <= limit, looked < PagePart.scan else {
                    part.stop = from
                    return part
                }
            }
            if rows.count < wanted { return part }
            block = Self.block
        }
    }
}
