internal import FloeCore

extension StoredRun {
    /// Puts rows in their order where the index they were read by has not.
    init(_ row: RunRow, _ flow: FrozenFlow, _ passes: [PassRow], _ events: [EventRow]) {
        func sorted<T, K: Comparable>(_ rows: [T], by key: (T) -> K) -> [T] {
            let ordered = zip(rows, rows.dropFirst()).allSatisfy { key($0) < key($1) }
            return ordered ? rows : rows.sorted { key($0) < key($1) }
        }
        self.init(row: row, flow: flow, passes: sorted(passes) { $0.key }, events: sorted(events) { $0.id })
    }
}
