public import FloeCore
internal import GRDB

extension SQLiteStore {
    /// A page costs the same wherever it begins and however many runs there are: it is read from an index (of the branch, the
    /// flow, or the phases), and of what the index leads to at most 5,000 runs are looked at. So where the rest of the query
    /// leaves little, a page can hold fewer runs than asked for, or none, and still have a `next`. Text is found in upper
    /// and lower case alike.
    public func runs(_ query: RunQuery) throws -> RunPage {
        let limit = min(max(1, query.limit), RunPage.limit)
        return try self.read("read a page of runs") { db in
            guard let start = try self.start(after: query.after, before: query.before, db) else { return RunPage(runs: [], next: nil) }
            return RunPage(try PageIndex.all(for: query).map { try $0.scan(query, from: start, limit: limit, db) }, limit: limit)
        }
    }

    /// The key of the run a page begins after. Of one that is gone, that of the next older run of its host still there, taken in,
    /// or of the next younger one; nil when its host has no runs.
    private func start(after: RunRef?, before: Moment?, _ db: Database) throws -> PageKey? {
        guard let after else { return .start }
        if let before { return PageKey(adopted: before, ref: after) }
        func adopted(_ condition: String) throws -> PageKey? {
            try Rows(db, "SELECT adopted_at, number FROM run WHERE host = ? AND number \(condition) LIMIT 1").first {
                $0.bind(after.host)
                $0.bind(after.number)
            } _: {
                let adopted = $0.moment()
                return PageKey(adopted: adopted, ref: RunRef(host: after.host, number: $0.int()))
            }
        }
        if let same = try adopted("= ?") { return same }
        if let older = try adopted("< ? ORDER BY number DESC") {
            return PageKey(adopted: older.adopted, ref: RunRef(host: after.host, number: after.number))
        }
        return try adopted("> ? ORDER BY number")
    }
}
