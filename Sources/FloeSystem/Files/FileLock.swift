internal import Glibc

/// An exclusive lock on a file, among all processes of this host; it goes with the process that holds it.
public final class FileLock: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(self.descriptor) }

    /// The lock, if nobody holds it; nil else. Blocks for a moment.
    public static func takeIfFree(_ path: String) throws(FileProblem) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileProblem("open the lock", path) }
        let lock = FileLock(descriptor)
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
        guard errno == EWOULDBLOCK else { throw FileProblem("lock", path) }
        return nil
    }

    /// Notes that what it guards is used: the time of change of its file is now.
    func touch() { futimens(self.descriptor, nil) }

    /// Waits for the lock, and can be cancelled while it does: the problem's code is `ECANCELED` then.
    ///
    /// `flock` is asked without blocking: a thread that hangs in it could not be called back.
    public static func take(_ path: String, whenBusy: () -> Void = {}) async throws(FileProblem) -> FileLock {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileProblem("open the lock", path) }
        let lock = FileLock(descriptor)
        var pause = Duration.milliseconds(5)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw FileProblem("lock", path) }
            if pause == .milliseconds(5) { whenBusy() }
            do { try await Task.sleep(for: pause) } catch { throw FileProblem("lock", path, code: ECANCELED) }
            pause = min(pause * 2, .milliseconds(200))
        }
        return lock
    }
}
