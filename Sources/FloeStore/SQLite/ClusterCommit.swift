internal import FloeCore
internal import FoundationEssentials
internal import GRDB

/// Writes what a decision changed of the cluster, in the hub's transaction.
struct ClusterCommit {
    var db: Database

    func write(_ changes: ClusterChanges) throws {
        if let me = changes.me {
            try self.run("INSERT INTO cluster_self (id, json) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json") {
                $0.bind(try Self.json(me))
            }
        }
        for peer in changes.peers { try self.put("peer", ["name": peer.name], peer) }
        for store in changes.forgotten {
            try self.run("INSERT OR IGNORE INTO cluster_forgotten (name, store) VALUES (?, ?)") {
                $0.bind(store.name)
                $0.bind(store.store?.text ?? "")
            }
        }
        for (round, row) in changes.adopted { try self.put("adopted", ["round": round.description], row) }
        for (round, row) in changes.executed { try self.put("executed", ["round": round.description], row) }
        for (hold, isOpen) in changes.releases {
            let sql =
                isOpen
                ? "INSERT OR IGNORE INTO cluster_release (tag, round) VALUES (?, ?)"
                : "DELETE FROM cluster_release WHERE tag = ? AND round = ?"
            try self.run(sql) {
                $0.bind(hold.tag)
                $0.bind(hold.round.description)
            }
        }
        for (hold, row) in changes.grants { try self.put("grant", ["tag": hold.tag, "round": hold.round.description], row) }
        for slot in changes.slots { try self.put("slot", ["trigger": slot.trigger], slot) }
    }

    /// Writes a row by its keys, or takes it away.
    private func put(_ table: String, _ keys: KeyValuePairs<String, String>, _ row: (some Encodable)?) throws {
        let names = keys.map(\.key)
        guard let row else {
            let condition = names.map { "\($0) = ?" }.joined(separator: " AND ")
            return try self.run("DELETE FROM cluster_\(table) WHERE \(condition)") { for key in keys { $0.bind(key.value) } }
        }
        let marks = names.map { _ in "?, " }.joined()
        let sql = """
            INSERT INTO cluster_\(table) (\(names.joined(separator: ", ")), json) VALUES (\(marks)?)
            ON CONFLICT (\(names.joined(separator: ", "))) DO UPDATE SET json = excluded.json
            """
        let json = try Self.json(row)
        try self.run(sql) {
            for key in keys { $0.bind(key.value) }
            $0.bind(json)
        }
    }

    private func run(_ sql: String, _ bind: (inout Binder) throws -> Void) throws {
        var failure: (any Error)?
        try Rows(self.db, sql).run { binder in
            do { try bind(&binder) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private static func json(_ row: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(row), as: UTF8.self) }
}
