/// Cuts output into lines and puts a prefix before each, and before whatever is written over the beginning of one.
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
            lines += self.shown(self.open + rest[...end])
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
        return self.shown(self.open + [0x0A])
    }

    /// A line with its end. Progress goes back to the beginning of a line, and would go over the prefix.
    private func shown(_ line: [UInt8]) -> [UInt8] {
        guard !self.prefix.isEmpty, line.contains(0x0D), let end = line.lastIndex(where: { $0 != 0x0A && $0 != 0x0D }) else {
            return self.prefix + line
        }
        return self.prefix + line[...end].flatMap { $0 == 0x0D ? [$0] + self.prefix : [$0] } + line[(end + 1)...]
    }
}
