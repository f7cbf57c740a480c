internal import CPostgres

/// The rows that a statement gave.
final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(self.pointer) }

    var count: Int { Int(PQntuples(self.pointer)) }
    /// Rows that an INSERT, UPDATE or DELETE changed.
    var changed: Int { PQcmdTuples(self.pointer).flatMap { Int(String(cString: $0)) } ?? 0 }
    /// What was done, as in `COMMIT`.
    var tag: String { PQcmdStatus(self.pointer).map { String(cString: $0) } ?? "" }

    func first<T>(_ read: (inout PostgresColumns) throws -> T) throws -> T? {
        guard self.count > 0 else { return nil }
        var columns = PostgresColumns(self.pointer, row: 0)
        return try read(&columns)
    }

    func all<T>(_ read: (inout PostgresColumns) throws -> T) throws -> [T] {
        try (0..<self.count).map { row in
            var columns = PostgresColumns(self.pointer, row: CInt(row))
            return try read(&columns)
        }
    }
}

/// The columns of a row, one after the other.
struct PostgresColumns: ColumnSource {
    private let result: OpaquePointer
    private let row: CInt
    private(set) var at: CInt = 0

    init(_ result: OpaquePointer, row: CInt) {
        self.result = result
        self.row = row
    }

    mutating func next() -> CInt {
        defer { self.at += 1 }
        return self.at
    }

    func isNull(_ at: CInt) -> Bool { PQgetisnull(self.result, self.row, at) != 0 }

    func bytes(_ at: CInt) -> UnsafeBufferPointer<UInt8> {
        let count = Int(PQgetlength(self.result, self.row, at))
        let start = PQgetvalue(self.result, self.row, at).map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }
        return UnsafeBufferPointer(start: start, count: count)
    }

    func int(_ at: CInt) -> Int {
        var bytes = self.bytes(at)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = bytes.dropFirst() }
        // Down from zero, so that the smallest fits as well.
        let int = bytes.reduce(0) { $0 &* 10 &- Int($1 &- UInt8(ascii: "0")) }
        return isNegative ? int : 0 &- int
    }

    func name(_ at: CInt) -> String { PQfname(self.result, at).map { String(cString: $0) } ?? "\(at)" }
}
