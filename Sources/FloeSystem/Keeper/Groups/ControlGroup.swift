internal import Glibc

/// A control group (version 2) for the processes of one attempt: what is in it cannot leave it unseen, and all of it can be killed at once.
final class ControlGroup {
    let path: String
    /// Processes are started in it by this descriptor.
    let folder: Int32
    private let events: Int32
    /// All in it was killed once. Linux may take that for an order to kill whatever is started in it later, too.
    private(set) var isSpent = false

    /// Makes the group; nil where that is not possible.
    init?(making path: String) {
        guard mkdir(path, 0o700) == 0 else { return nil }
        self.path = path
        self.folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.events = open("\(path)/cgroup.events", O_RDONLY | O_CLOEXEC)
        // Some systems have folders that are no such group.
        guard self.folder >= 0, self.events >= 0 else { return nil }
    }

    deinit {
        if self.folder >= 0 { close(self.folder) }
        if self.events >= 0 { close(self.events) }
        ControlGroupFolder.remove(self.path)
    }

    /// Whether no process lives in it, nor in a group that one of them made below.
    var isEmpty: Bool { self.state.contains("populated 0") }

    /// Whether it is as if it were new: empty, and nobody has changed it.
    var isClean: Bool {
        var status = stat()
        // Each folder in it is one more link.
        return !self.isSpent && self.isEmpty && !self.state.contains("frozen 1") && fstat(self.folder, &status) == 0 && status.st_nlink == 2
    }

    /// The processes that live in it.
    var members: Set<Int32> { self.isEmpty ? [] : ControlGroupFolder.members(of: self.path) }

    func contains(_ process: Int32) -> Bool { ControlGroupFolder.isIn(self.path, process) }

    /// Kills all that is in it, also what is just being started; false where the system cannot do that.
    func kill() -> Bool {
        self.isSpent = true
        return ControlGroupFolder.kill(self.path)
    }

    private var state: [Substring] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            count = max(0, pread(self.events, buffer.baseAddress, buffer.count, 0))
        }
        // A group that was removed by others has nobody in it.
        return bytes.isEmpty ? ["populated 0"] : String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
