internal import FloeCore

/// An index that leads through some of the runs, the youngest first.
struct PageIndex {
    enum Column: String { case branch, flow, phase }

    var column: Column
    var value: String

    /// Those that lead to all that a query asks for, and to as few others as may be.
    static func all(for query: RunQuery) -> [PageIndex] {
        if let branch = query.branch { return [PageIndex(column: .branch, value: branch)] }
        if let flow = query.flow, query.phases.contains(.archive) { return [PageIndex(column: .flow, value: flow)] }
        return query.phases.map { PageIndex(column: .phase, value: $0.rawValue) }
    }
}

/// What an index led to.
struct PagePart {
    /// Rows that are looked at for one page and one index.
    static let scan = 5000

    var runs: [RunRow] = []
    /// The last run that was looked at; nil when there are no more.
    var stop: PageKey?
}

extension RunPage {
    /// The most runs of a page.
    static let limit = 1000

    init(_ parts: [PagePart], limit: Int) {
        // Beyond where one of them stopped, another's runs are not yet due.
        let horizon = parts.compactMap(\.stop).max()
        var found = parts.flatMap(\.runs)
        if let horizon { found.removeAll { PageKey($0) < horizon } }
        if parts.count > 1 { found.sort { PageKey($0) > PageKey($1) } }
        guard found.count > limit else {
            self.init(runs: found, next: horizon?.ref, nextAt: horizon?.adopted)
            return
        }
        found.removeSubrange(limit...)
        self.init(runs: found, next: found.last?.ref, nextAt: found.last?.adoptedAt)
    }
}
