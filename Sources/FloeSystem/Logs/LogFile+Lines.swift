internal import Glibc

extension LogFile {
    /// Some lines of a log.
    public struct Lines: Sendable, Hashable {
        /// The bytes as they are, line ends included; the last line may have none.
        public var bytes: [UInt8]
        /// Where they begin in the file.
        public var offset: Int64
        /// How many lines they are, a last one without its end included.
        public var count: Int
        /// A last line was cut, since all of them are longer than a call gives; go on by bytes.
        public var cut: Bool
    }

    /// Lines from number `first` (1 is the first) on, at most `count` and at most `mostBytes`. Reads the file from its start.
    public func lines(from first: Int, count: Int) async throws(FileProblem) -> Lines {
        try await BlockingPool.shared.run { () throws(FileProblem) in
            try self.findLines(from: max(1, first), count: max(0, count))
        }
    }

    private func findLines(from first: Int, count: Int) throws(FileProblem) -> Lines {
        var scan = try LogScan(self)
        var line = 1
        while line < first, let end = try scan.nextLineEnd() {
            guard end.terminated else { break }
            line += 1
        }
        var lines = Lines(bytes: [], offset: scan.position, count: 0, cut: false)
        guard line == first, count > 0 else { return lines }
        while lines.count < count, let end = try scan.nextLineEnd() {
            if end.position - lines.offset > Int64(Self.mostBytes) {
                lines.cut = true
                break
            }
            lines.count += 1
        }
        if lines.cut, lines.count == 0 {
            lines.count = 1
            lines.bytes = try self.bytes(from: lines.offset, count: Self.mostBytes)
        } else {
            // A line that did not fit whole is left for the next call.
            lines.cut = false
            let end = scan.lastEnd(before: lines.offset + Int64(Self.mostBytes))
            lines.bytes = try self.bytes(from: lines.offset, count: Int(end - lines.offset))
        }
        return lines
    }
}
