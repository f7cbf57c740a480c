/// What a task reports: lines `key=value` it wrote to the file `$FLOE_OUTPUT`.
struct TaskReport: Sendable, Hashable {
    static let mostKeys = 256
    static let mostBytes = 64 << 10

    var values: [String: String] = [:]
    /// What was ignored and why, for the log.
    var notes: [String] = []

    /// Reads the file and removes it. Most tasks write none. Blocks.
    static func take(from path: String) -> TaskReport {
        switch SmallFile.take(path, limit: Self.mostBytes) {
        case .missing: return TaskReport()
        case .problem(let text): return TaskReport(notes: ["$FLOE_OUTPUT is ignored: \(text)"])
        case .bytes(let bytes, let whole):
            var report = TaskReport(parsing: whole ? bytes[...] : Self.wholeLines(bytes))
            if !whole { report.notes.append("$FLOE_OUTPUT is longer than 64 KiB; the rest of it is ignored") }
            return report
        }
    }

    init(values: [String: String] = [:], notes: [String] = []) {
        self.values = values
        self.notes = notes
    }

    init(parsing bytes: ArraySlice<UInt8>) {
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = line.last == 0x0D ? line.dropLast() : line
            if line.isEmpty { continue }
            guard let text = String(validating: line, as: UTF8.self), let equal = text.firstIndex(of: "="),
                case let key = text[..<equal], Self.isKey(key)
            else {
                if self.notes.count < 10 {
                    self.notes.append("line \(index + 1) of $FLOE_OUTPUT is ignored: it must have the form key=value")
                }
                continue
            }
            guard self.values.count < Self.mostKeys || self.values[String(key)] != nil else {
                self.notes.append("$FLOE_OUTPUT has more than \(Self.mostKeys) keys; the rest of them is ignored")
                return
            }
            self.values[String(key)] = String(text[text.index(after: equal)...])
        }
    }

    private static func isKey(_ key: Substring) -> Bool {
        !key.isEmpty && key.utf8.count <= 128
            && key.utf8.allSatisfy { byte in
                byte == 0x5F || byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
    }

    private static func wholeLines(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes[..<(bytes.lastIndex(of: 0x0A) ?? 0)]
    }
}
