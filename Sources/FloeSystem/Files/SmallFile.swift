internal import Glibc

/// Files that are read whole, within a bound. All calls block.
public enum SmallFile {
    public enum Taken: Sendable, Hashable {
        case missing
        /// `whole` is false when there was more than the limit.
        case bytes([UInt8], whole: Bool)
        case problem(String)
    }

    /// Reads a regular file and removes it. A link or a pipe in its place is not followed and not waited for.
    public static func take(_ path: String, limit: Int) -> Taken {
        Failpoint.outputTake.pass()
        let number = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else {
            if errno == ENOENT { return .missing }
            return .problem(FileProblem("read", path).description)
        }
        defer {
            close(number)
            Failpoint.outputTaken.pass()
            unlink(path)
        }
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .problem("\(path) is not a regular file") }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { read(number, $0.baseAddress?.advanced(by: count), $0.count - count) }
            if more < 0, errno == EINTR { continue }
            if more <= 0 { break }
            count += more
        }
        return .bytes(Array(bytes.prefix(min(count, limit))), whole: count <= limit)
    }
}
