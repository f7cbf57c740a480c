import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("logs", .timeLimit(.minutes(5)))
struct LogTests {
    let folder: TemporaryFolder
    var log: LogFile { LogFile(path: self.folder.file("log")) }

    init() throws { self.folder = try TemporaryFolder() }

    func write(_ text: String) throws { try Files.write(Array(text.utf8), to: self.log.path, append: true) }

    @Test func `A range is read as it is, within the bounds of the file and of a call`() async throws {
        try Files.write([0, 0xFF, 0x0A, 0x61], to: self.log.path)
        #expect(try await self.log.size() == 4)
        #expect(try await self.log.read(from: 1, count: 2) == [0xFF, 0x0A])
        #expect(try await self.log.read(from: 3, count: 10) == [0x61])
        #expect(try await self.log.read(from: 4) == [])
        #expect(try await self.log.read(from: -5, count: 1) == [0])
        #expect(try await self.log.read(from: 0, count: -1) == [])
        try Files.write([UInt8](repeating: 0x61, count: 3 << 20), to: self.log.path)
        #expect(try await self.log.read(from: 0, count: .max).count == LogFile.mostBytes)
        await #expect(throws: FileProblem("read the log", self.folder.file("none"), code: ENOENT)) {
            try await LogFile(path: self.folder.file("none")).read(from: 0)
        }
    }

    @Test func `A follower gets every byte, and the end after the last one`() async throws {
        try self.write("first\n")
        let end = LogEnd()
        let log = self.log
        let count = Tally()
        let follower = Task {
            var bytes: [UInt8] = []
            for try await chunk in log.follow(from: 2, until: end) {
                bytes += chunk
                count.set(bytes.count)
            }
            return bytes
        }
        try await Deadline.until("the beginning") { count.value == 4 }
        var expected = Array("rst\n".utf8)
        for number in 0..<200 {
            try self.write("line \(number)\n")
            expected += Array("line \(number)\n".utf8)
            if number % 50 == 0 {
                let wanted = expected.count
                try await Deadline.until("line \(number)") { count.value == wanted }
            }
        }
        try self.write("last, without an end")
        end.end()
        expected += Array("last, without an end".utf8)
        let bytes = try await Deadline.within(.seconds(20)) { try await follower.value }
        #expect(bytes == expected)
    }

    @Test func `Any number of followers of one log are woken`() async throws {
        try self.write("")
        let end = LogEnd()
        let log = self.log
        let started = Tally()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    var count = 0
                    for try await chunk in log.follow(until: end) {
                        if count == 0 { started.add() }
                        count += chunk.count
                    }
                    return count
                }
            }
            try self.write("hello\n")
            try await Deadline.until("all followers") { started.value == 100 }
            try self.write("again\n")
            end.end()
            for try await count in group { #expect(count == 12) }
        }
    }

    @Test func `A follower that is cancelled ends at once, one of an ended log reads it to its end`() async throws {
        try self.write("all\n")
        let log = self.log
        let waiting = Task {
            var chunks = 0
            for try await _ in log.follow(until: LogEnd()) { chunks += 1 }
            return chunks
        }
        try await Deadline.until("the watch") { true }
        waiting.cancel()
        _ = try await Deadline.within(.seconds(20)) { try await waiting.value }
        var bytes: [UInt8] = []
        for try await chunk in log.follow(until: LogEnd(ended: true)) { bytes += chunk }
        #expect(bytes == Array("all\n".utf8))
    }

    @Test func `Lines are given by number, with where they are`() async throws {
        try self.write("one\n\nthree\r\nfour")
        func lines(_ first: Int, _ count: Int) async throws -> LogFile.Lines { try await self.log.lines(from: first, count: count) }
        #expect(try await lines(1, 2) == LogFile.Lines(bytes: Array("one\n\n".utf8), offset: 0, count: 2, cut: false))
        #expect(try await lines(3, 10) == LogFile.Lines(bytes: Array("three\r\nfour".utf8), offset: 5, count: 2, cut: false))
        #expect(try await lines(4, 1) == LogFile.Lines(bytes: Array("four".utf8), offset: 12, count: 1, cut: false))
        #expect(try await lines(5, 1) == LogFile.Lines(bytes: [], offset: 16, count: 0, cut: false))
        #expect(try await lines(0, 1).bytes == Array("one\n".utf8))
        #expect(try await lines(1, 0).bytes == [])
    }

    @Test func `Lines across buffers and of any length are found`() async throws {
        var bytes: [UInt8] = []
        var starts: [Int] = []
        var random = Seeded(3)
        for number in 0..<3000 {
            starts.append(bytes.count)
            bytes += Array("\(number) ".utf8) + [UInt8](repeating: 0x78, count: Int.random(in: 0...2000, using: &random)) + [0x0A]
        }
        try Files.write(bytes, to: self.log.path)
        for number in [0, 1, 130, 131, 2998, 2999] {
            let lines = try await self.log.lines(from: number + 1, count: 1)
            #expect(lines.offset == Int64(starts[number]))
            #expect(lines.bytes.starts(with: Array("\(number) x".utf8).dropLast()))
            #expect(lines.bytes.last == 0x0A)
        }
        // As many whole lines as a call gives.
        let many = try await self.log.lines(from: 1, count: 3000)
        #expect(many.bytes.count <= LogFile.mostBytes)
        #expect(many.bytes.last == 0x0A)
        #expect(many.count == many.bytes.count { $0 == 0x0A })
        #expect(Int64(starts[many.count]) == Int64(many.bytes.count))
    }

    @Test func `A line longer than a call is cut, and the next one found`() async throws {
        let long = [UInt8](repeating: 0x79, count: 5 << 20)
        try Files.write(Array("a\n".utf8) + long + Array("\nb\n".utf8), to: self.log.path)
        let lines = try await self.log.lines(from: 2, count: 5)
        #expect(lines.cut)
        #expect(lines.count == 1)
        #expect(lines.offset == 2)
        #expect(lines.bytes.count == LogFile.mostBytes)
        #expect(
            try await self.log.lines(from: 3, count: 5)
                == LogFile.Lines(bytes: Array("b\n".utf8), offset: 5 << 20 | 3, count: 1, cut: false))
        #expect(try await self.log.lines(from: 1, count: 5) == LogFile.Lines(bytes: Array("a\n".utf8), offset: 0, count: 1, cut: false))
    }

    @Test func `A search gives each line once, with its number and place`() async throws {
        try self.write("needle\nnothing\na needle, a needle\n\nlast needle")
        #expect(
            try await self.log.search("needle") == [
                LogFile.Match(line: 1, offset: 0, column: 0), LogFile.Match(line: 3, offset: 15, column: 2),
                LogFile.Match(line: 5, offset: 35, column: 5),
            ])
        #expect(try await self.log.search("needle", limit: 2).count == 2)
        #expect(try await self.log.search("") == [])
        #expect(try await self.log.search(".*") == [])
    }

    @Test func `A search finds what lies across pieces, as a plain scan does`() async throws {
        var random = Seeded(11)
        var bytes: [UInt8] = []
        while bytes.count < (3 << 20) + 100 {
            bytes += [UInt8](repeating: 0x2E, count: Int.random(in: 0...60_000, using: &random))
            if random.once(in: 2) { bytes += Array("needle".utf8) }
            if random.once(in: 3) { bytes.append(0x0A) }
        }
        // One in the middle of each border, and a long line that was found before it.
        for border in [1 << 20, 2 << 20, 3 << 20] {
            for (index, byte) in "needle".utf8.enumerated() { bytes[border - 3 + index] = byte }
        }
        try Files.write(bytes, to: self.log.path)
        var expected: [LogFile.Match] = []
        var offset = 0
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            if let range = text.utf8.firstRange(of: "needle".utf8) {
                expected.append(
                    LogFile.Match(
                        line: index + 1, offset: Int64(offset),
                        column: Int64(text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound))))
            }
            offset += line.count + 1
        }
        #expect(expected.count > 5)
        #expect(try await self.log.search("needle", limit: 1000) == expected)
    }
}
