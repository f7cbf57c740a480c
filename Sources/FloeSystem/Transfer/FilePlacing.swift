internal import Glibc

/// Puts a file of a cache where it is wanted, sharing its blocks where the file system can. All calls block.
enum FilePlacing {
    /// Links the file, or copies it to another file system.
    static func linkOrCopy(_ from: String, to: String) throws(FileProblem) {
        if link(from, to) == 0 { return }
        guard [EXDEV, EMLINK, EPERM, ENOTSUP].contains(errno) else { throw FileProblem("link \(from) to", to) }
        let code = self.copy(from, to: to, mode: 0o444)
        guard code == 0 else { throw FileProblem("copy \(from) to", to, code: code) }
    }

    /// Puts the file at `to`, in place of one that is there: by reflink, else by a hard link, else as a copy. Folders above it are made.
    static func place(_ from: String, at to: String) throws(FileProblem) {
        let folder = Folder.parent(of: to)
        if !folder.isEmpty { try Folder.make(folder) }
        let half = "\(folder)/.floe-fetch-\(UInt32.random(in: 0...UInt32.max))"
        if self.copy(from, to: half, mode: 0o644, isReflinkOnly: true) != 0, link(from, half) != 0 {
            let code = self.copy(from, to: half, mode: 0o644)
            guard code == 0 else { throw FileProblem("copy \(from) to", to, code: code) }
        }
        let code = rename(half, to) == 0 ? 0 : errno
        // Between two links of one file rename does nothing, and leaves both.
        unlink(half)
        guard code == 0 else { throw FileProblem("put a file at", to, code: code) }
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
