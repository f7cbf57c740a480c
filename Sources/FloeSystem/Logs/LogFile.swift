internal import Glibc

/// One log, for reading. Each call opens the file anew and runs on the blocking pool.
public struct LogFile: Sendable {
    public let path: String
    public init(path: String) { self.path = path }

    /// How much a single call reads at most, whatever it is asked for: 1 MiB.
    public static let mostBytes = 1 << 20

    /// Bytes written so far.
    public func size() async throws(FileProblem) -> Int64 {
        try await BlockingPool.shared.run { () throws(FileProblem) in try self.length() }
    }

    /// As `size`, on this thread. Blocks for a moment.
    public func length() throws(FileProblem) -> Int64 {
        var status = stat()
        guard lstat(self.path, &status) == 0 else { throw FileProblem("read the log", self.path) }
        return Int64(status.st_size)
    }

    /// The bytes from `offset` on, at most `count` of them and at most `mostBytes`; empty at the end.
    public func read(from offset: Int64, count: Int = mostBytes) async throws(FileProblem) -> [UInt8] {
        try await BlockingPool.shared.run { () throws(FileProblem) in
            try self.bytes(from: offset, count: count)
        }
    }

    /// The same, at once. Blocks.
    func bytes(from offset: Int64, count: Int) throws(FileProblem) -> [UInt8] {
        let file = try Descriptor.regular(self.path, O_RDONLY, to: "read the log")
        guard let status = file.status else { throw FileProblem("read the log", self.path) }
        let left = max(0, Int64(status.st_size) - max(0, offset))
        let room = Int(min(left, Int64(max(0, min(count, Self.mostBytes)))))
        guard room > 0 else { return [] }
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, used in
            if let count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: max(0, offset)) {
                used = count
            } else {
                failed = errno
            }
        }
        if failed != 0 { throw FileProblem("read the log", self.path, code: failed) }
        return bytes
    }
}
