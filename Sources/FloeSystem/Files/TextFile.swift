internal import Glibc

/// Text files that people write: read whole, within a bound. All calls block.
public enum TextFile {
    /// - Parameter limit: The most bytes it may have.
    /// - Throws: `FileProblem`; for a file that is too large its code is `EFBIG`, for one that is no UTF-8 `EILSEQ`.
    public static func read(_ path: String, limit: Int) throws(FileProblem) -> String {
        let file = try Descriptor(opening: path, O_RDONLY, to: "read")
        var bytes: [UInt8] = []
        while true {
            // What is read may have no size (a pipe, a file of /proc), so it is read until it ends.
            var failed: Int32 = 0
            let more = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, used in
                var count = Glibc.read(file.number, buffer.baseAddress, buffer.count)
                while count < 0, errno == EINTR { count = Glibc.read(file.number, buffer.baseAddress, buffer.count) }
                if count < 0 { failed = errno }
                used = max(0, count)
            }
            if failed != 0 { throw FileProblem("read", path, code: failed) }
            if more.isEmpty { break }
            bytes += more
            guard bytes.count <= limit else { throw FileProblem("read", path, code: EFBIG) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw FileProblem("read", path, code: EILSEQ) }
        return text
    }
}
