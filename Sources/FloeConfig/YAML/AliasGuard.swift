/// Looks through the text of a document, before it is parsed, for aliases that could be hidden in keys.
///
/// The parser compares keys by all that aliases in them stand for, which a few nested aliases make endless. Errs on the side of finding
/// too much, but only in texts that define anchors and use them again.
struct AliasGuard {
    /// The place of the first alias too many, if the document has too many beside keys that are not plain text.
    static func check(_ text: String) -> Place? {
        let bytes = Array(text.utf8)
        guard bytes.contains(0x26), bytes.contains(0x2A) else { return nil }
        let anchors = Set(self.names(after: 0x26, in: bytes).map(\.name))
        guard !anchors.isEmpty else { return nil }
        let aliases = self.names(after: 0x2A, in: bytes).filter { anchors.contains($0.name) }
        guard aliases.count > YAMLBounds.aliasesBesideComplexKeys, self.mayHaveComplexKeys(bytes) else { return nil }
        return Self.place(of: aliases[YAMLBounds.aliasesBesideComplexKeys].at, in: bytes)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    /// Blank, or one of `[ ] { } , : -`: what can stand beside a token.
    private static func isBoundary(_ byte: UInt8) -> Bool {
        self.isBlank(byte) || [0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x3A, 0x2D].contains(byte)
    }
    private static func isName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
    }

    private static func names(after sign: UInt8, in bytes: [UInt8]) -> [(name: ArraySlice<UInt8>, at: Int)] {
        var found: [(name: ArraySlice<UInt8>, at: Int)] = []
        for at in bytes.indices where bytes[at] == sign && (at == 0 || self.isBoundary(bytes[at - 1])) {
            let name = bytes[(at + 1)...].prefix(while: self.isName)
            if !name.isEmpty { found.append((name, at)) }
        }
        return found
    }

    /// A `?` that could begin a key, or a `:` after a closing bracket or an alias.
    private static func mayHaveComplexKeys(_ bytes: [UInt8]) -> Bool {
        for at in bytes.indices {
            if bytes[at] == 0x3F, at == 0 || self.isBoundary(bytes[at - 1]), at + 1 == bytes.count || self.isBlank(bytes[at + 1]) {
                return true
            }
            guard bytes[at] == 0x3A else { continue }
            var before = at - 1
            while before >= 0, self.isBlank(bytes[before]) { before -= 1 }
            guard before >= 0 else { continue }
            if bytes[before] == 0x5D || bytes[before] == 0x7D { return true }
            while before >= 0, self.isName(bytes[before]) { before -= 1 }
            if before >= 0, bytes[before] == 0x2A { return true }
        }
        return false
    }

    private static func place(of at: Int, in bytes: [UInt8]) -> Place {
        let before = bytes[..<at]
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Place(line: line, column: String(decoding: bytes[start..<at], as: UTF8.self).count + 1)
    }
}
