internal import GRDBSQLite

/// The columns of a statement's present row, one after the other.
struct Columns: ColumnSource {
    private let statement: OpaquePointer
    private(set) var at: CInt = 0

    init(_ statement: OpaquePointer) { self.statement = statement }

    mutating func next() -> CInt {
        defer { self.at += 1 }
        return self.at
    }

    func isNull(_ at: CInt) -> Bool { sqlite3_column_type(self.statement, at) == SQLITE_NULL }

    func bytes(_ at: CInt) -> UnsafeBufferPointer<UInt8> {
        let text = sqlite3_column_text(self.statement, at)
        return UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(self.statement, at)))
    }

    func name(_ at: CInt) -> String {
        sqlite3_column_name(self.statement, at).map { String(cString: $0) } ?? "\(at)"
    }

    func int(_ at: CInt) -> Int { Int(sqlite3_column_int64(self.statement, at)) }
}
