internal import Glibc

/// Folders of ours: mode 0700, made and removed whole. All calls block.
public enum Folder {
    /// Makes the folder and those above it that are missing. One that is there is left as it is.
    public static func make(_ path: String) throws(FileProblem) {
        var missing: [String] = []
        var next = path
        search: while mkdir(next, 0o700) != 0 {
            switch errno {
            case EEXIST:
                guard self.exists(next) else { throw FileProblem("make the folder", next, code: ENOTDIR) }
                break search
            case ENOENT:
                let parent = self.parent(of: next)
                guard parent != next, !parent.isEmpty else { throw FileProblem("make the folder", next, code: ENOENT) }
                missing.append(next)
                next = parent
            default: throw FileProblem("make the folder", next)
            }
        }
        while let next = missing.popLast() {
            if mkdir(next, 0o700) != 0, errno != EEXIST { throw FileProblem("make the folder", next) }
        }
    }

    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes the folder with all in it; nothing is done when it is not there. Links are removed, not followed.
    public static func remove(_ path: String) throws(FileProblem) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw FileProblem("remove", path)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 || errno == ENOENT else { throw FileProblem("remove", path) }
            return
        }
        // A task may have taken our rights to its folder away (Go's module cache does).
        if status.st_mode & 0o700 != 0o700 { chmod(path, 0o700) }
        try FolderEmptying.empty(path)
        guard rmdir(path) == 0 || errno == ENOENT else { throw FileProblem("remove the folder", path) }
    }

    /// The names in a folder, without `.` and `..`, in no order.
    public static func names(in path: String) throws(FileProblem) -> [String] {
        guard let folder = opendir(path) else { throw FileProblem("list the folder", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: PathBytes.slash) else { return "" }
        return slash == path.startIndex ? "/" : String(decoding: path.utf8[..<slash], as: UTF8.self)
    }
}
