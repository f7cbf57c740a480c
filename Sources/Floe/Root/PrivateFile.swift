import FloeSystem
import Glibc

/// Files for the owner of the host alone.
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
}
