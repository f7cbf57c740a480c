internal import FloeCore

/// A column holds what this version cannot read.
struct UnreadableColumn: Error, CustomStringConvertible {
    var column: String
    var description: String { "the column '\(self.column)' holds what this version cannot read" }
}

/// The columns of one row, read one after the other.
protocol ColumnSource {
    /// The column that is read next.
    var at: CInt { get }
    /// Steps over the column that is read next, and gives its index.
    mutating func next() -> CInt
    func isNull(_ at: CInt) -> Bool
    /// The text of a column, in UTF-8; good until another row is read.
    func bytes(_ at: CInt) -> UnsafeBufferPointer<UInt8>
    /// The number in a column; 0 for NULL.
    func int(_ at: CInt) -> Int
    func name(_ at: CInt) -> String
}

extension ColumnSource {
    private func unreadable(_ at: CInt) -> UnreadableColumn { UnreadableColumn(column: self.name(at)) }

    mutating func skip() { _ = self.next() }

    mutating func text() -> String { String(decoding: self.bytes(self.next()), as: UTF8.self) }

    mutating func optionalText() -> String? {
        let at = self.next()
        return self.isNull(at) ? nil : String(decoding: self.bytes(at), as: UTF8.self)
    }

    mutating func int() -> Int { self.int(self.next()) }

    mutating func optionalInt() -> Int? {
        let at = self.next()
        return self.isNull(at) ? nil : self.int(at)
    }

    mutating func flag() -> Bool { self.int() != 0 }
    mutating func optionalFlag() -> Bool? { self.optionalInt().map { $0 != 0 } }
    mutating func moment() -> Moment { Moment(milliseconds: Int64(self.int())) }
    mutating func optionalMoment() -> Moment? { self.optionalInt().map { Moment(milliseconds: Int64($0)) } }

    mutating func word<T: RawRepresentable>(_ type: T.Type) throws -> T where T.RawValue == String {
        let at = self.at
        guard let word = T(rawValue: self.text()) else { throw self.unreadable(at) }
        return word
    }

    mutating func optionalWord<T: RawRepresentable>(_ type: T.Type) throws -> T? where T.RawValue == String {
        let at = self.at
        guard let text = self.optionalText() else { return nil }
        guard let word = T(rawValue: text) else { throw self.unreadable(at) }
        return word
    }

    mutating func optionalRef() throws -> RunRef? {
        let at = self.at
        guard let text = self.optionalText() else { return nil }
        guard let ref = RunRef(text) else { throw self.unreadable(at) }
        return ref
    }

    mutating func optionalValue() throws -> Value? {
        let at = self.next()
        if self.isNull(at) { return nil }
        do { return try ValueReader.read(self.bytes(at)) } catch { throw self.unreadable(at) }
    }

    mutating func values() throws -> Values {
        let at = self.at
        guard let value = try self.optionalValue() else { return [:] }
        guard let map = value.map else { throw self.unreadable(at) }
        return map
    }

    mutating func list() throws -> [Value] {
        let at = self.at
        guard let value = try self.optionalValue() else { return [] }
        guard let list = value.list else { throw self.unreadable(at) }
        return list
    }

    /// `3` or `3,5`; NULL gives none.
    mutating func ints() throws -> [Int] {
        let at = self.next()
        if self.isNull(at) { return [] }
        var ints: [Int] = []
        var int = 0
        for byte in self.bytes(at) {
            switch byte {
            case UInt8(ascii: ","):
                ints.append(int)
                int = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (tens, over) = int.multipliedReportingOverflow(by: 10)
                guard !over, tens <= Int.max - 9 else { throw self.unreadable(at) }
                int = tens + Int(byte - UInt8(ascii: "0"))
            default: throw self.unreadable(at)
            }
        }
        return ints + [int]
    }

    mutating func run() -> RunRef {
        let number = self.int()
        return RunRef(host: self.text(), number: number)
    }
}
