internal import GRDB
internal import GRDBSQLite

/// A prepared statement of one connection, kept by it for the next time.
struct Rows {
    private let db: Database
    private let statement: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        self.db = db
        self.statement = try db.cachedStatement(sql: sql).sqliteStatement
    }

    /// Executes a statement that gives no rows.
    func run(_ bind: (inout Binder) -> Void) throws {
        try self.each(bind) { _ in false }
    }

    /// The first row, or nil.
    func first<T>(_ bind: (inout Binder) -> Void, _ read: (inout Columns) throws -> T) throws -> T? {
        var found: T?
        try self.each(bind) { columns in
            found = try read(&columns)
            return false
        }
        return found
    }

    func all<T>(_ bind: (inout Binder) -> Void, _ read: (inout Columns) throws -> T) throws -> [T] {
        var found: [T] = []
        try self.each(bind) { columns in
            found.append(try read(&columns))
            return true
        }
        return found
    }

    /// Takes the rows one by one until `take` wants no more.
    func each(_ bind: (inout Binder) -> Void, _ take: (inout Columns) throws -> Bool) throws {
        var binder = Binder(self.statement)
        bind(&binder)
        defer {
            // Its answer repeats the error of the last step.
            sqlite3_reset(self.statement)
        }
        guard binder.code == SQLITE_OK else { throw self.error(binder.code) }
        while true {
            switch sqlite3_step(self.statement) {
            case SQLITE_ROW:
                var columns = Columns(self.statement)
                guard try take(&columns) else { return }
            case SQLITE_DONE: return
            case let code: throw self.error(code)
            }
        }
    }

    private func error(_ code: CInt) -> DatabaseError {
        let extended = sqlite3_extended_errcode(self.db.sqliteConnection)
        return DatabaseError(
            resultCode: ResultCode(rawValue: extended & 0xFF == code & 0xFF ? extended : code), message: self.db.lastErrorMessage)
    }
}
