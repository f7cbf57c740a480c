import FloeSystem

/// Keeps the files of runs in place while a backup reads them. One backup is made at a time.
enum BackupLock {
    struct Held: Error, CustomStringConvertible {
        var description: String { "a backup is being made, and files stay until it is" }
    }

    private static func path(_ root: String) -> String { "\(root)/backup.lock" }

    /// Waits while files are being removed, which takes moments, or another backup is made.
    static func take(in root: String, whenBusy: () -> Void) async throws(FileProblem) -> FileLock {
        try await FileLock.take(self.path(root), whenBusy: whenBusy)
    }

    /// Nil while a backup is made.
    static func takeIfFree(in root: String) throws(FileProblem) -> FileLock? { try FileLock.takeIfFree(self.path(root)) }
}
