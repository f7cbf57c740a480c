public import FloeCore
internal import GRDB

extension SQLiteStore {
    private static let ofRun = SQLText.select(
        EventRow.columns, from: "event", "event WHERE number = ? AND host = ? AND id > ? ORDER BY id LIMIT ?")
    private static let bySequence = SQLText.select(
        EventRow.columns, from: "event", "event WHERE sequence > ? ORDER BY sequence LIMIT ?")

    public func events(of run: RunRef, after: Int, limit: Int) throws -> [EventRow] {
        try self.read("read the events of \(run)") { db in
            try Rows(db, Self.ofRun).all {
                $0.bind(run.number)
                $0.bind(run.host)
                $0.bind(after)
                $0.bind(max(0, limit))
            } _: {
                try EventRow(&$0)
            }
        }
    }

    public func events(afterSequence after: Int, limit: Int) throws -> [EventRow]? {
        try self.read("read events") { db in
            let swept = try Rows(db, "SELECT swept_sequence FROM host WHERE id = 1").first({ _ in }, { $0.int() }) ?? 0
            guard after >= swept else { return nil }
            return try Rows(db, Self.bySequence).all {
                $0.bind(after)
                $0.bind(max(0, limit))
            } _: {
                try EventRow(&$0)
            }
        }
    }
}
