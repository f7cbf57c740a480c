internal import CSpawn
internal import Glibc

extension LogFile {
    /// A line that holds what was searched for.
    public struct Match: Sendable, Hashable {
        /// Counted from 1.
        public var line: Int
        /// Where the line begins in the file.
        public var offset: Int64
        /// Where in the line the first occurrence begins, in bytes.
        public var column: Int64
    }

    /// Lines that hold `text`, byte for byte, in order, at most `limit` of them (1,000 at the most).
    ///
    /// Reads the file from its start in pieces; memory does not grow with the file or its lines.
    public func search(_ text: String, limit: Int = 100) async throws(FileProblem) -> [Match] {
        guard !text.isEmpty, limit > 0 else { return [] }
        return try await BlockingPool.shared.run { () throws(FileProblem) in
            try self.find(Array(text.utf8), limit: min(limit, 1000))
        }
    }

    private func find(_ wanted: [UInt8], limit: Int) throws(FileProblem) -> [Match] {
        var matches: [Match] = []
        var line = 1
        var lineStart: Int64 = 0
        var start: Int64 = 0
        while matches.count < limit {
            let bytes = try self.bytes(from: start, count: Self.mostBytes)
            if bytes.count < wanted.count { break }
            var at = 0
            // What may begin here and end in the next piece is looked at there.
            let whole = bytes.count == Self.mostBytes ? bytes.count - wanted.count + 1 : bytes.count
            while matches.count < limit {
                guard let hit = Self.first(wanted, in: bytes, from: at), hit < whole else { break }
                Self.count(bytes, from: at, to: hit, start: start, line: &line, lineStart: &lineStart)
                matches.append(Match(line: line, offset: lineStart, column: start + Int64(hit) - lineStart))
                // One match a line: on to the next.
                at = min(whole, Self.first([0x0A], in: bytes, from: hit) ?? whole)
                if at == whole { break }
            }
            Self.count(bytes, from: at, to: whole, start: start, line: &line, lineStart: &lineStart)
            start += Int64(whole)
            if bytes.count < Self.mostBytes { break }
            if matches.last?.line == line {
                // The line that matched is longer than the piece: its rest is of no interest.
                guard let next = try self.nextLine(after: start) else { break }
                start = next
                line += 1
                lineStart = next
            }
        }
        return matches
    }

    private func nextLine(after position: Int64) throws(FileProblem) -> Int64? {
        var start = position
        while true {
            let bytes = try self.bytes(from: start, count: Self.mostBytes)
            if bytes.isEmpty { return nil }
            if let end = Self.first([0x0A], in: bytes, from: 0) { return start + Int64(end) + 1 }
            start += Int64(bytes.count)
        }
    }

    private static func first(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { wanted in
                guard let base = bytes.baseAddress, start < bytes.count,
                    let hit = floe_find(base + start, bytes.count - start, wanted.baseAddress, wanted.count)
                else { return nil }
                return hit - base
            }
        }
    }

    /// Counts the lines that end in a part of a piece, and notes where the last of them is followed by another.
    private static func count(
        _ bytes: [UInt8], from: Int, to end: Int, start: Int64, line: inout Int, lineStart: inout Int64
    ) {
        var at = from
        while let feed = Self.first([0x0A], in: bytes, from: at), feed < end {
            line += 1
            lineStart = start + Int64(feed) + 1
            at = feed + 1
        }
    }
}
