import FloeSystem
import Glibc

/// Files for their owner alone.
enum PrivateFile {
    /// Makes an empty file; false when it was there.
    static func make(_ path: String) throws(FileProblem) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            return true
        }
        if errno == EEXIST { return false }
        throw FileProblem("make", path)
    }

    /// Replaces a file, whole or not at all. Blocks until it is on the disk.
    static func write(_ bytes: some Collection<UInt8>, to path: String) throws(FileProblem) {
        // Written beside it and moved, so that what is broken off leaves no half a file.
        let draft = "\(path).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileProblem("write", path) }
        defer { close(descriptor) }
        let bytes = Array(bytes)
        if let half = Failpoint.privateWrite.half(of: bytes.count) {
            _ = Glibc.write(descriptor, bytes, half)
            Failpoint.die()
        }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0, rename(draft, path) == 0 else {
            throw FileProblem("write", path)
        }
    }
}
