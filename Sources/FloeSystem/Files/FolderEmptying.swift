internal import Glibc

/// Removes all that is in a folder, however deep: a task may nest folders deeper than a stack, or than a path can be long.
///
/// One folder is open at a time, and names are relative to it; the way up is checked, so that a folder which is moved meanwhile
/// leads nowhere else.
struct FolderEmptying: ~Copyable {
    private struct Level {
        var device: dev_t
        var inode: ino_t
        /// In the folder above.
        var name: [CChar]
        /// What is yet to be entered.
        var folders: [[CChar]]
    }

    private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    private let path: String
    private var here: Int32
    private var levels: [Level] = []

    /// Links are removed, not followed. Blocks.
    static func empty(_ path: String) throws(FileProblem) {
        var work = try FolderEmptying(path)
        try work.run()
    }

    private init(_ path: String) throws(FileProblem) {
        let here = open(path, Self.flags)
        guard here >= 0 else { throw FileProblem("list the folder", path) }
        self.path = path
        self.here = here
    }

    deinit { close(self.here) }

    private mutating func run() throws(FileProblem) {
        try self.begin([0])
        while let last = self.levels.indices.last {
            if let name = self.levels[last].folders.popLast() {
                try self.enter(name)
            } else if last == 0 {
                return
            } else {
                let done = self.levels.removeLast()
                try self.leave(to: self.levels[last - 1], done.name)
                guard unlinkat(self.here, done.name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
                    throw self.problem("remove the folder", done.name, errno)
                }
            }
        }
    }

    private mutating func enter(_ name: [CChar]) throws(FileProblem) {
        var next = openat(self.here, name, Self.flags)
        if next < 0, errno == EACCES {
            fchmodat(self.here, name, 0o700, AT_SYMLINK_NOFOLLOW)
            next = openat(self.here, name, Self.flags)
        }
        guard next >= 0 else {
            let code = errno
            if code == ENOENT { return }
            // Something else is there by now.
            if code == ENOTDIR || code == ELOOP, unlinkat(self.here, name, 0) == 0 || errno == ENOENT { return }
            throw self.problem("list the folder", name, code)
        }
        close(self.here)
        self.here = next
        try self.begin(name)
    }

    private mutating func leave(to level: Level, _ name: [CChar]) throws(FileProblem) {
        let above = openat(self.here, "..", Self.flags)
        guard above >= 0 else { throw self.problem("leave the folder", name, errno) }
        close(self.here)
        self.here = above
        var status = stat()
        guard fstat(above, &status) == 0, status.st_dev == level.device, status.st_ino == level.inode else {
            throw self.problem("remove the folder", name, ESTALE)
        }
    }

    /// Removes the files of the folder that was entered, and notes its folders.
    private mutating func begin(_ name: [CChar]) throws(FileProblem) {
        var status = stat()
        guard fstat(self.here, &status) == 0 else { throw self.problem("list the folder", name, errno) }
        if status.st_mode & 0o700 != 0o700 { fchmod(self.here, 0o700) }
        var level = Level(device: status.st_dev, inode: status.st_ino, name: name, folders: [])
        for entry in try self.names(name) where unlinkat(self.here, entry, 0) != 0 {
            switch errno {
            case ENOENT: break
            case EISDIR: level.folders.append(entry)
            case let code: throw self.problem("remove", entry, code)
            }
        }
        self.levels.append(level)
    }

    private func names(_ name: [CChar]) throws(FileProblem) -> [[CChar]] {
        // A list of its own: closing it closes the descriptor that it was made from.
        let copy = openat(self.here, ".", Self.flags)
        guard copy >= 0, let list = fdopendir(copy) else {
            let code = errno
            if copy >= 0 { close(copy) }
            throw self.problem("list the folder", name, code)
        }
        defer { closedir(list) }
        var names: [[CChar]] = []
        while let entry = readdir(list) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)) }
            }
            if name != [0x2E, 0], name != [0x2E, 0x2E, 0] { names.append(name) }
        }
        return names
    }

    /// The whole path is told where somebody may read it.
    private func problem(_ action: String, _ name: [CChar], _ code: Int32) -> FileProblem {
        let names = self.levels.count > 32 ? [name] : self.levels.dropFirst().map(\.name) + [name]
        return FileProblem(action, ([self.path] + names.map(Self.text).filter { !$0.isEmpty }).joined(separator: "/"), code: code)
    }

    private static func text(_ name: [CChar]) -> String {
        String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
