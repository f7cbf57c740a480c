internal import FloeCore

/// Reads what `ValueWriter` wrote, and any other JSON.
struct ValueReader {
    /// The text is no JSON, or nested deeper than 512.
    struct Malformed: Error { var offset: Int }

    private static let maxDepth = 512

    /// Valid for as long as the closure of `read` runs.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var depth = 0

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Value {
        var reader = ValueReader(bytes: bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.at == bytes.count else { throw Malformed(offset: reader.at) }
        return value
    }

    static func read(_ text: String) throws -> Value {
        var text = text
        return try text.withUTF8 { try Self.read($0) }
    }

    private mutating func value() throws -> Value {
        self.skipSpace()
        switch self.peek() {
        case UInt8(ascii: "{"):
            return try self.nested {
                let map = try $0.map()
                return Value.sealed(in: map) ?? .map(map)
            }
        case UInt8(ascii: "["): return try self.nested { .list(try $0.list()) }
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        default: return try self.number()
        }
    }

    private mutating func nested(_ read: (inout ValueReader) throws -> Value) throws -> Value {
        self.depth += 1
        guard self.depth <= Self.maxDepth else { throw Malformed(offset: self.at) }
        let value = try read(&self)
        self.depth -= 1
        return value
    }

    private mutating func map() throws -> [String: Value] {
        var map: [String: Value] = [:]
        self.at += 1
        if self.take(UInt8(ascii: "}")) { return map }
        repeat {
            self.skipSpace()
            let key = try self.string()
            guard self.take(UInt8(ascii: ":")) else { throw Malformed(offset: self.at) }
            map[key] = try self.value()
        } while self.take(UInt8(ascii: ","))
        guard self.take(UInt8(ascii: "}")) else { throw Malformed(offset: self.at) }
        return map
    }

    private mutating func list() throws -> [Value] {
        var list: [Value] = []
        self.at += 1
        if self.take(UInt8(ascii: "]")) { return list }
        repeat { list.append(try self.value()) } while self.take(UInt8(ascii: ","))
        guard self.take(UInt8(ascii: "]")) else { throw Malformed(offset: self.at) }
        return list
    }

    private mutating func number() throws -> Value {
        let start = self.at
        var whole = true
        while let byte = self.peek() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): whole = false
            default: return try self.number(from: start, whole: whole)
            }
            self.at += 1
        }
        return try self.number(from: start, whole: whole)
    }

    private func number(from start: Int, whole: Bool) throws -> Value {
        let text = String(decoding: self.bytes[start..<self.at], as: UTF8.self)
        if whole, let int = Int64(text) { return .int(int) }
        guard let double = Double(text) else { throw Malformed(offset: start) }
        return .double(double)
    }

    private mutating func string() throws -> String {
        guard self.peek() == UInt8(ascii: "\"") else { throw Malformed(offset: self.at) }
        self.at += 1
        let start = self.at
        while let byte = self.peek(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { return try self.escapedString(from: start) }
            self.at += 1
        }
        guard self.at < self.bytes.count else { throw Malformed(offset: self.at) }
        defer { self.at += 1 }
        return String(decoding: self.bytes[start..<self.at], as: UTF8.self)
    }

    private mutating func escapedString(from start: Int) throws -> String {
        var text = Array(self.bytes[start..<self.at])
        while let byte = self.peek() {
            self.at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try self.escape().utf8
            default: text.append(byte)
            }
        }
        throw Malformed(offset: self.at)
    }

    private mutating func escape() throws -> String {
        let start = self.at
        guard let byte = self.peek() else { throw Malformed(offset: start) }
        self.at += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try self.hexUnit()]
            if UTF16.isLeadSurrogate(units[0]), self.at + 1 < self.bytes.count, self.bytes[self.at] == UInt8(ascii: "\\"),
                self.bytes[self.at + 1] == UInt8(ascii: "u")
            {
                self.at += 2
                units.append(try self.hexUnit())
            }
            return String(decoding: units, as: UTF16.self)
        default: throw Malformed(offset: start)
        }
    }

    private mutating func hexUnit() throws -> UInt16 {
        let start = self.at
        guard start + 4 <= self.bytes.count,
            let unit = UInt16(String(decoding: self.bytes[start..<start + 4], as: UTF8.self), radix: 16)
        else { throw Malformed(offset: start) }
        self.at += 4
        return unit
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws -> Value {
        let end = self.at + word.utf8CodeUnitCount
        guard end <= self.bytes.count else { throw Malformed(offset: self.at) }
        let same = word.withUTF8Buffer { $0.elementsEqual(self.bytes[self.at..<end]) }
        guard same else { throw Malformed(offset: self.at) }
        self.at = end
        return value
    }

    private func peek() -> UInt8? { self.at < self.bytes.count ? self.bytes[self.at] : nil }

    /// Passes the byte, after space, if it is the next.
    private mutating func take(_ byte: UInt8) -> Bool {
        self.skipSpace()
        guard self.peek() == byte else { return false }
        self.at += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = self.peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.at += 1 }
    }
}
