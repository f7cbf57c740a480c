/// A pattern for paths: `*`, `?` and `[a-z]` within a name, `**` for any number of folders.
///
/// A name that starts with a dot is matched only by a pattern that does.
public struct GlobPattern: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case folders
        case name([UInt8])
    }

    public let text: String
    let parts: [Part]

    /// Nil for a pattern that is absolute, empty or leaves its folder.
    public init?(_ text: String) {
        var names = PathBytes.names(text, keepingEmpty: true)
        if names.first == "." { names.removeFirst() }
        if names.last?.isEmpty == true { names.removeLast() }
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." && !$0.utf8.contains(0) }) else { return nil }
        self.text = text
        self.parts = names.map { $0 == "**" ? .folders : .name(Array($0.utf8)) }
    }

    /// Whether one name fits one part; in time of the product of their lengths.
    static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
        var (at, spot) = (0, 0)
        /// After the last star, and where what it stands for ends.
        var star: (pattern: Int, name: Int)?
        while at < name.count {
            if spot < pattern.count, pattern[spot] == UInt8(ascii: "*") {
                spot += 1
                star = (spot, at)
                continue
            }
            if spot < pattern.count, let length = Self.one(name[at], pattern[spot...]) {
                at += 1
                spot += length
                continue
            }
            guard let last = star else { return false }
            star = (last.pattern, last.name + 1)
            (spot, at) = (last.pattern, last.name + 1)
        }
        return pattern[spot...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// How long the piece of pattern is that fits one byte; nil when it does not fit.
    private static func one(_ byte: UInt8, _ pattern: ArraySlice<UInt8>) -> Int? {
        guard let first = pattern.first else { return nil }
        switch first {
        case UInt8(ascii: "?"): return 1
        case UInt8(ascii: "["):
            let start = pattern.startIndex + 1
            let negated = start < pattern.endIndex && (pattern[start] == UInt8(ascii: "!") || pattern[start] == UInt8(ascii: "^"))
            let begin = negated ? start + 1 : start
            // A bracket that comes first is one of the set.
            guard begin + 1 <= pattern.endIndex,
                let close = pattern.dropFirst(begin + 1 - pattern.startIndex).firstIndex(of: UInt8(ascii: "]"))
            else { return byte == first ? 1 : nil }
            var at = begin
            var found = false
            while at < close {
                if at + 2 < close, pattern[at + 1] == UInt8(ascii: "-") {
                    if pattern[at] <= byte, byte <= pattern[at + 2] { found = true }
                    at += 3
                } else {
                    if pattern[at] == byte { found = true }
                    at += 1
                }
            }
            return found != negated ? close + 1 - pattern.startIndex : nil
        default: return byte == first ? 1 : nil
        }
    }
}
