internal import FloeCore
internal import GRDB

extension PageIndex {
    private static let statements: [Column: String] = [.branch: Self.sql(.branch), .flow: Self.sql(.flow), .phase: Self.sql(.phase)]

    private static func sql(_ column: Column) -> String {
        SQLText.select(
            RunRow.columns, from: "run",
            """
            run INDEXED BY run_\(column.rawValue) WHERE \(column.rawValue) = ? AND (adopted_at, number, host) < (?, ?, ?)
            ORDER BY adopted_at DESC, number DESC, host DESC
            """)
    }

    func scan(_ query: RunQuery, from start: PageKey, limit: Int, _ db: Database) throws -> PagePart {
        let text = query.text.map { $0.lowercased() }
        var part = PagePart()
        var looked = 0
        try Rows(db, Self.statements[self.column] ?? "").each {
            $0.bind(self.value)
            start.bind(&$0)
        } _: {
            let run = try RunRow(&$0)
            looked += 1
            if query.matches(run, folded: text) { part.runs.append(run) }
            // One more than is asked for tells whether there is a next page.
            guard part.runs.count <= limit, looked < PagePart.scan else {
                part.stop = PageKey(run)
                return false
            }
            return true
        }
        return part
    }
}
