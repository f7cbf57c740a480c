internal import Glibc

/// Goes through a log from its start, line by line, in a buffer of 256 KiB. Blocks.
struct LogScan: ~Copyable {
    /// Where a line ends: after its line feed, or at the end of the file without one.
    struct LineEnd {
        var position: Int64
        var terminated: Bool
    }

    private let file: Descriptor
    private let path: String
    private var buffer: [UInt8] = []
    /// Of the buffer's first byte.
    private var start: Int64 = 0
    /// In the buffer, where the next line begins.
    private var at = 0
    private var ends: (last: Int64, before: Int64) = (0, 0)

    init(_ log: LogFile) throws(FileProblem) {
        self.path = log.path
        self.file = try Descriptor(opening: log.path, O_RDONLY, to: "read the log")
    }

    /// Where the next line begins.
    var position: Int64 { self.start + Int64(self.at) }

    /// The end of the last line that ended at or before a position.
    func lastEnd(before position: Int64) -> Int64 { self.ends.last <= position ? self.ends.last : self.ends.before }

    /// Goes to the end of the line; nil at the end of the file.
    mutating func nextLineEnd() throws(FileProblem) -> LineEnd? {
        let begin = self.position
        while true {
            let found = self.buffer.withUnsafeBytes { bytes -> Int? in
                guard let base = bytes.baseAddress, self.at < bytes.count,
                    let hit = memchr(base + self.at, 0x0A, bytes.count - self.at)
                else { return nil }
                return UnsafeRawPointer(hit) - base
            }
            if let found {
                self.at = found + 1
                self.note(self.position)
                return LineEnd(position: self.position, terminated: true)
            }
            self.start += Int64(self.buffer.count)
            self.at = 0
            guard try self.fill() else {
                if self.position == begin { return nil }
                self.note(self.position)
                return LineEnd(position: self.position, terminated: false)
            }
        }
    }

    private mutating func note(_ end: Int64) { self.ends = (end, self.ends.last) }

    private mutating func fill() throws(FileProblem) -> Bool {
        var failed: Int32 = 0
        self.buffer = [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, used in
            if let count = self.file.read(into: UnsafeMutableRawBufferPointer(buffer), at: self.start) {
                used = count
            } else {
                failed = errno
            }
        }
        if failed != 0 { throw FileProblem("read the log", self.path, code: failed) }
        return !self.buffer.isEmpty
    }
}
