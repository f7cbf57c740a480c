internal import Glibc

/// Puts a file of a cache where it is wanted, sharing its blocks where the file system can. All calls block.
enum FilePlacing {
    /// Links the file, or copies it to another file system.
    static func linkOrCopy(_ from: String, to: String) throws(GitFailure) {
        if link(from, to) == 0 { return }
        guard [EXDEV, EMLINK, EPERM, ENOTSUP].contains(errno) else { throw GitFolder.problem("link \(from) to", to) }
        let code = self.copy(from, to: to, mode: 0o444)
        guard code == 0 else {
            errno = code
            throw GitFolder.problem("copy \(from) to", to)
        }
    }

    /// Copies the bytes, by reflink where that works; gives 0 or an error number, with nothing left of the copy.
    static func copy(_ from: String, to: String, mode: mode_t, isReflinkOnly: Bool = false) -> Int32 {
        let source = open(from, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { return errno }
        defer { close(source) }
        let target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard target >= 0 else { return errno }
        defer { close(target) }
        let clone = UInt(0x4004_9409)  // FICLONE
        if ioctl(target, clone, source) == 0 { return 0 }
        var code = errno
        if !isReflinkOnly { code = self.copyBytes(source, target) }
        if code != 0 { unlink(to) }
        return code
    }

    private static func copyBytes(_ source: Int32, _ target: Int32) -> Int32 {
        withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 16) { buffer in
            while true {
                let count = read(source, buffer.baseAddress, buffer.count)
                if count == 0 { return 0 }
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                var done = 0
                while done < count {
                    let written = write(target, UnsafeRawBufferPointer(rebasing: buffer[done..<count]).baseAddress, count - done)
                    if written < 0, errno != EINTR { return errno }
                    done += max(0, written)
                }
            }
        }
    }
}
