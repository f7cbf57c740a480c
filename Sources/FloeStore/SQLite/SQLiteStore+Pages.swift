public import FloeCore
internal import GRDB

extension SQLiteStore {
    /// Rows that are looked at for one page and one index.
    static let pageScan = 5000

    /// The most runs of a page.
    static let pageLimit = 1000

    /// A page costs the same wherever it begins and however many runs there are: it is read from an index (of the branch, the
    /// flow, or the phases), and of what the index leads to at most 5,000 runs are looked at. So where the rest of the query
    /// leaves little, a page can hold fewer runs than asked for, or none, and still have a `next`. Text is found in upper
    /// and lower case alike.
    public func runs(_ query: RunQuery) throws -> RunPage {
        let limit = min(max(1, query.limit), Self.pageLimit)
        return try self.read("read a page of runs") { db in
            guard let start = try self.start(after: query.after, before: query.before, db) else { return RunPage(runs: [], next: nil) }
            let parts = try Self.indexes(for: query).map { try $0.scan(query, from: start, limit: limit, db) }
            // Beyond where one of them stopped, another's runs are not yet due.
            let horizon = parts.compactMap(\.stop).max()
            var found = parts.flatMap(\.runs)
            if let horizon { found.removeAll { PageKey($0) < horizon } }
            if parts.count > 1 { found.sort { PageKey($0) > PageKey($1) } }
            if found.count > limit {
                found.removeSubrange(limit...)
                return RunPage(runs: found, next: found.last?.ref, nextAt: found.last?.adoptedAt)
            }
            return RunPage(runs: found, next: horizon?.ref, nextAt: horizon?.adopted)
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

    private static func indexes(for query: RunQuery) -> [PageIndex] {
        if let branch = query.branch { return [PageIndex(sql: PageIndex.branch, value: branch)] }
        if let flow = query.flow, query.phases.contains(.archive) { return [PageIndex(sql: PageIndex.flow, value: flow)] }
        return query.phases.map { PageIndex(sql: PageIndex.phase, value: $0.rawValue) }
    }
}
