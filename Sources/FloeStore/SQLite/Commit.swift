internal import FloeCore
internal import FloeSystem
internal import FoundationEssentials
internal import GRDB
internal import GRDBSQLite

/// One transaction's writes, in an order in which every row finds what it refers to.
struct Commit {
    var db: Database
    var place: String

    func write(_ changes: Changes) throws {
        if let host = changes.host { try self.write(host) }
        if !changes.flows.isEmpty { try self.write(changes.flows) }
        if !changes.runs.isEmpty {
            let rows = try Rows(self.db, RunRow.upsert)
            for run in changes.runs { try rows.run { run.bind(&$0) } }
        }
        if !changes.passes.isEmpty {
            let rows = try Rows(self.db, PassRow.upsert)
            for pass in changes.passes { try rows.run { pass.bind(&$0) } }
        }
        if !changes.events.isEmpty { try self.write(changes.events) }
        if let cluster = changes.cluster { try ClusterCommit(db: self.db).write(cluster) }
        for (name, row) in changes.agents { try self.write(row, of: name) }
        if !changes.swept.isEmpty || !changes.sweptFlows.isEmpty {
            try Sweeping(db: self.db).sweep(changes.swept, flows: changes.sweptFlows)
        }
    }

    private func write(_ host: HostRow) throws {
        try Rows(self.db, "UPDATE host SET next_run = ?, next_sequence = ?, draining = ? WHERE id = 1").run {
            $0.bind(host.nextRun)
            $0.bind(host.nextSequence)
            $0.bind(host.draining ? 1 : 0)
        }
    }

    private func write(_ agent: AgentRow?, of name: String) throws {
        guard let agent else { return try Rows(self.db, "DELETE FROM agent WHERE name = ?").run { $0.bind(name) } }
        let json = String(decoding: try JSONEncoder().encode(agent), as: UTF8.self)
        try Rows(self.db, "INSERT INTO agent (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json").run {
            $0.bind(name)
            $0.bind(json)
        }
    }

    private func write(_ flows: [FrozenFlow]) throws {
        let known = try Rows(self.db, "SELECT 1 FROM flow WHERE digest = ?")
        let insert = try Rows(self.db, "INSERT INTO flow (digest, json) VALUES (?, ?)")
        for frozen in flows where try known.first({ $0.bind(frozen.digest) }, { $0.int() }) == nil {
            let json = String(decoding: try frozen.flow.json(), as: UTF8.self)
            try insert.run {
                $0.bind(frozen.digest)
                $0.bind(json)
            }
        }
    }

    private func write(_ events: [EventRow]) throws {
        let rows = try Rows(self.db, EventRow.insert)
        for event in events {
            try rows.run { event.bind(&$0) }
            if sqlite3_changes(self.db.sqliteConnection) == 0 { try self.check(event) }
        }
    }

    /// An event that is stored already must be the same: then the changes are committed again, which is fine.
    private func check(_ event: EventRow) throws {
        let sql = SQLText.select(EventRow.columns, from: "event", "event WHERE number = ? AND host = ? AND id = ?")
        let stored = try Rows(self.db, sql).first {
            $0.bind(event.run.number)
            $0.bind(event.run.host)
            $0.bind(event.id)
        } _: {
            try EventRow(&$0)
        }
        guard stored != event else { return }
        throw StoreFailure(contradicting: event, stored: stored, in: self.place)
    }
}
