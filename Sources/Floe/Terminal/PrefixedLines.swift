/// Cuts output into lines and puts a prefix before each.
struct PrefixedLines {
    /// Longest line; what is longer is broken there.
    private static let longest = 64 << 10

    private let prefix: [UInt8]
    /// A line that has no end yet.
    private var open: [UInt8] = []

    init(_ prefix: String) { self.prefix = Array(prefix.utf8) }

    /// The lines that are whole now.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            lines += self.prefix + self.open + rest[...end]
            self.open.removeAll()
            rest = rest[(end + 1)...]
        }
        self.open += rest
        if self.open.count > Self.longest { lines += self.flush() }
        return lines
    }

    /// What is left, as a line.
    mutating func flush() -> [UInt8] {
        guard !self.open.isEmpty else { return [] }
        defer { self.open.removeAll() }
        return self.prefix + self.open + [0x0A]
    }
}
