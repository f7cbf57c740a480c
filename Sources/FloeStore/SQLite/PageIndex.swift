internal import FloeCore
internal import GRDB

/// An index that leads through some of the runs, the youngest first.
struct PageIndex {
    static let branch = Self.page(of: "branch")
    static let flow = Self.page(of: "flow")
    static let phase = Self.page(of: "phase")

    private static func page(of column: String) -> String {
        SQLText.select(
            RunRow.columns, from: "run",
            """
            run INDEXED BY run_\(column) WHERE \(column) = ? AND (adopted_at, number, host) < (?, ?, ?)
            ORDER BY adopted_at DESC, number DESC, host DESC
            """)
    }

    var sql: String
    var value: String

    /// What was found, and the last run that was looked at; nil when there are no more.
    func scan(_ query: RunQuery, from start: PageKey, limit: Int, _ db: Database) throws -> (runs: [RunRow], stop: PageKey?) {
        let text = query.text.map { $0.lowercased() }
        var found: [RunRow] = []
        var looked = 0
        var stop: PageKey?
        try Rows(db, self.sql).each {
            $0.bind(self.value)
            start.bind(&$0)
        } _: {
            let run = try RunRow(&$0)
            looked += 1
            if query.matches(run, folded: text) { found.append(run) }
            // One more than is asked for tells whether there is a next page.
            guard found.count <= limit, looked < SQLiteStore.pageScan else {
                stop = PageKey(run)
                return false
            }
            return true
        }
        return (found, stop)
    }
}
