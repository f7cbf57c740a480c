internal import Crypto
internal import Glibc

/// Checksums of files.
public enum FileDigest {
    /// The sha256 of a regular file in hexadecimal, and its size. Blocks.
    public static func sha256(_ path: String) throws(FileProblem) -> (sum: String, size: Int64) {
        let file = try Descriptor.regular(path, O_RDONLY, to: "read")
        var digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var size: Int64 = 0
        while true {
            guard let count = file.read(into: buffer, at: size) else { throw FileProblem("read", path) }
            if count == 0 { return (Digests.hex(digest.finalize()), size) }
            digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            size += Int64(count)
        }
    }
}
