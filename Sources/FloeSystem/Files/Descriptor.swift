internal import Glibc

/// An open file that is closed when it goes out of use.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Opens close-on-exec; made files get mode 0600.
    init(opening path: String, _ flags: Int32, to action: String) throws(FileProblem) {
        let number = open(path, flags | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw FileProblem(action, path) }
        self.number = number
    }

    /// One that is open already.
    init(taking number: Int32) { self.number = number }

    /// Opens a file that a task may have put something else in place of: a link is not followed, a pipe not waited for.
    ///
    /// - Throws: `FileProblem`; its code is `ELOOP` for a link and `ENXIO` for what is no regular file.
    static func regular(_ path: String, _ flags: Int32, to action: String) throws(FileProblem) -> Descriptor {
        let file = try Descriptor(opening: path, flags | O_NOFOLLOW | O_NONBLOCK, to: action)
        guard let status = file.status else { throw FileProblem(action, path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(action, path, code: ENXIO) }
        // Whoever inherits it gets it as any file.
        _ = fcntl(file.number, F_SETFL, flags & O_APPEND)
        return file
    }

    deinit { close(self.number) }

    /// What `fstat` says, or nil.
    var status: stat? {
        var status = stat()
        return fstat(self.number, &status) == 0 ? status : nil
    }

    /// Reads into `bytes` from `offset`: how many came, 0 at the end, or nil with `errno` set.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int? {
        while true {
            let count = pread(self.number, bytes.baseAddress, bytes.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { return nil }
        }
    }

    /// Writes all of it, or gives the error number.
    func write(_ bytes: some Collection<UInt8>) -> Int32 {
        var bytes = Array(bytes)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(self.number, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count < 0, errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
