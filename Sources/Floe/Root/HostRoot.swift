import FloeSystem
import Glibc

/// The folder of a host, locked against other hosts for as long as this is kept.
struct HostRoot: Sendable {
    let path: String
    /// Whether no host has used it before.
    let isFirst: Bool
    private let lock: RootLock

    /// Makes the folder unless it is there, for its owner alone, and locks it. Blocks for a moment.
    init(_ path: String) throws {
        try Folder.make(path)
        guard chmod(path, 0o700) == 0 else { throw FileProblem("keep others out of", path) }
        self.path = path
        self.lock = try RootLock(root: path)
        self.isFirst = try PrivateFile.make("\(path)/used")
    }
}
