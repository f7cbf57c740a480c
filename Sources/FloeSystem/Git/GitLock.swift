internal import Glibc

/// An exclusive lock on a file, among all processes of this host; it goes with the process that holds it.
final class GitLock: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(self.descriptor) }

    /// Waits for the lock, and can be cancelled while it does.
    ///
    /// `flock` is asked without blocking: a thread that hangs in it could not be called back.
    static func take(_ path: String, whenBusy: () -> Void = {}) async throws(GitFailure) -> GitLock {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw GitFailure(.folder, "cannot open the lock \(path): \(String(cString: strerror(errno)))") }
        let lock = GitLock(descriptor)
        var pause = Duration.milliseconds(5)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw GitFailure(.folder, "cannot lock \(path): \(String(cString: strerror(errno)))")
            }
            if pause == .milliseconds(5) { whenBusy() }
            do { try await Task.sleep(for: pause) } catch { throw GitFailure(.cancelled, "cancelled") }
            pause = min(pause * 2, .milliseconds(200))
        }
        return lock
    }
}
