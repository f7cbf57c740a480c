public import FloeCore
internal import GRDB

extension SQLiteStore {
    static let oldestSQL = SQLiteStore.archived(
        "run INDEXED BY run_history WHERE \(SQLiteStore.mayGo) AND flow = ? ORDER BY ended_at, number, host LIMIT ?")
    static let unmeasuredSQL = SQLiteStore.archived(
        "run INDEXED BY run_unmeasured WHERE \(SQLiteStore.mayGo) AND bytes IS NULL ORDER BY ended_at LIMIT ?")
    static let startedSQL = "SELECT DISTINCT child FROM pass WHERE number = ? AND host = ? AND child IS NOT NULL"
    static let childSQL = "SELECT flow FROM run WHERE number = ? AND host = ? AND parent_run = ?"
    static let unusedFlowsSQL = "SELECT digest FROM flow WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.digest = flow.digest) LIMIT ?"

    /// As the indexes have it: a run that another started goes with that one.
    private static let mayGo = "phase = 'archive' AND keep = 0 AND parent_run IS NULL"

    private static func archived(_ rest: String) -> String {
        "SELECT number, host, flow, ifnull(ended_at, adopted_at), ifnull(bytes, 0), iif(key IS NULL, NULL, adopted_at) FROM \(rest)"
    }

    public func history() throws -> [FlowUse] {
        try self.read("look at the history") { db in
            try Rows(db, "SELECT flow, runs, bytes FROM history WHERE runs > 0").all({ _ in }) {
                let flow = $0.text()
                let runs = $0.int()
                return FlowUse(flow: flow, runs: runs, bytes: Int64($0.int()))
            }
        }
    }

    public func oldest(of flow: String, limit: Int) throws -> [ArchivedRun] {
        try self.archived(Self.oldestSQL) {
            $0.bind(flow)
            $0.bind(limit)
        }
    }

    public func unmeasured(limit: Int) throws -> [ArchivedRun] { try self.archived(Self.unmeasuredSQL) { $0.bind(limit) } }

    private func archived(_ sql: String, _ bind: (inout Binder) -> Void) throws -> [ArchivedRun] {
        try self.read("look at the history") { db in
            try Rows(db, sql).all(bind) {
                let number = $0.int()
                let ref = RunRef(host: $0.text(), number: number)
                let flow = $0.text()
                let endedAt = $0.moment()
                let bytes = $0.int()
                return ArchivedRun(ref: ref, flow: flow, endedAt: endedAt, bytes: Int64(bytes), keyedAt: $0.optionalMoment())
            }
        }
    }

    public func family(of run: RunRef) throws -> [SweptRun] {
        try self.read("look at what \(run) started") { db in
            let first = try Rows(db, "SELECT flow FROM run WHERE number = ? AND host = ?").first {
                $0.bind(run.number)
                $0.bind(run.host)
            } _: {
                SweptRun(ref: run, flow: $0.text())
            }
            guard let first else { return [] }
            let started = try Rows(db, Self.startedSQL)
            let child = try Rows(db, Self.childSQL)
            var family = [first]
            var next = 0
            while next < family.count {
                let parent = family[next].ref
                next += 1
                let refs = try started.all {
                    $0.bind(parent.number)
                    $0.bind(parent.host)
                } _: {
                    try $0.optionalRef()
                }
                for ref in refs.compactMap(\.self) {
                    // One that was retried is on its own since.
                    let flow = try child.first {
                        $0.bind(ref.number)
                        $0.bind(ref.host)
                        $0.bind(parent.description)
                    } _: {
                        $0.text()
                    }
                    if let flow { family.append(SweptRun(ref: ref, flow: flow)) }
                }
            }
            return family
        }
    }

    public func note(_ sizes: [(run: RunRef, bytes: Int64)]) throws {
        try self.tell("note the size of runs") {
            try self.writer.write { db in
                let rows = try Rows(db, "UPDATE run SET bytes = ? WHERE number = ? AND host = ? AND phase = 'archive'")
                for (run, bytes) in sizes {
                    try rows.run {
                        $0.bind(Int(bytes))
                        $0.bind(run.number)
                        $0.bind(run.host)
                    }
                }
            }
        }
    }

    public func swept(limit: Int) throws -> [SweptRun] {
        try self.read("look for swept runs") { db in
            try Rows(db, "SELECT number, host, flow FROM swept LIMIT ?").all {
                $0.bind(limit)
            } _: {
                let number = $0.int()
                let ref = RunRef(host: $0.text(), number: number)
                return SweptRun(ref: ref, flow: $0.text())
            }
        }
    }

    public func clear(_ runs: [SweptRun], rows: Int) throws -> Bool {
        try self.tell("remove swept runs") { try self.writer.write { try Sweeping(db: $0).clear(runs, rows: rows) } }
    }

    public func unusedFlows(limit: Int) throws -> [String] {
        try self.read("look for flows without runs") { db in
            try Rows(db, Self.unusedFlowsSQL).all({ $0.bind(limit) }, { $0.text() })
        }
    }

    public func room() throws -> (free: Int, pages: Int) {
        try self.read("look at the room in the store") { db in
            (try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0, try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0)
        }
    }

    public func giveBack(pages: Int) throws {
        try self.tell("give room back to the disk") {
            try self.writer.write { db in try db.execute(sql: "PRAGMA incremental_vacuum(\(max(1, pages)))") }
        }
    }
}
