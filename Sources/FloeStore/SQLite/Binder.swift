internal import FloeCore
internal import GRDBSQLite

/// Gives the parameters of a prepared statement their values, one after the other.
///
/// The SQLite calls are made directly: on this path, some dozens of values a commit, GRDB's value types cost as much as SQLite.
struct Binder: ColumnSink {
    private let statement: OpaquePointer
    private var at: CInt = 0
    /// The first error, told once by `Rows.run`.
    private(set) var code = SQLITE_OK

    init(_ statement: OpaquePointer) { self.statement = statement }

    /// SQLite copies the text before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    mutating func bind(_ text: String) {
        var text = text
        self.at += 1
        let (statement, at) = (self.statement, self.at)
        // An empty buffer may have no address, which SQLite would take for NULL.
        self.note(
            text.isEmpty
                ? sqlite3_bind_text(statement, at, "", 0, Self.copied)
                : text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text64(
                            statement, at, $0.baseAddress, sqlite3_uint64($0.count), Self.copied, UInt8(SQLITE_UTF8))
                    }
                })
    }

    mutating func bind(_ int: Int) {
        self.at += 1
        self.note(sqlite3_bind_int64(self.statement, self.at, sqlite3_int64(int)))
    }

    mutating func bindNull() {
        self.at += 1
        self.note(sqlite3_bind_null(self.statement, self.at))
    }

    private mutating func note(_ code: CInt) { if self.code == SQLITE_OK { self.code = code } }
}
