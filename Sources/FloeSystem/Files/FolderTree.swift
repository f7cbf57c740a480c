internal import Glibc

/// All that is below a folder.
public enum FolderTree {
    public enum Kind: Sendable, Hashable { case file, folder, other }

    /// Paths relative to the folder, with what is there; nothing when there is no such folder. Links are not followed. Blocks.
    ///
    /// - Parameter limit: Most entries; what is more is left out.
    public static func entries(_ path: String, limit: Int = .max) -> [(path: String, kind: Kind)] {
        var found: [(path: String, kind: Kind)] = []
        var folders = [""]
        while let folder = folders.popLast() {
            for name in (try? Folder.names(in: folder.isEmpty ? path : "\(path)/\(folder)")) ?? [] {
                if found.count >= limit { return found }
                let entry = folder.isEmpty ? name : "\(folder)/\(name)"
                var status = stat()
                guard lstat("\(path)/\(entry)", &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFREG: found.append((entry, .file))
                case S_IFDIR:
                    found.append((entry, .folder))
                    folders.append(entry)
                default: found.append((entry, .other))
                }
            }
        }
        return found
    }

    /// Has the folder and all files and folders in it on the disk when it returns. Blocks.
    public static func sync(_ path: String) throws(FileProblem) {
        for entry in self.entries(path) where entry.kind != .other { try self.syncOne("\(path)/\(entry.path)") }
        try self.syncOne(path)
    }

    /// The names in a folder are on the disk when it returns, whatever is in its files. Blocks.
    public static func syncNames(_ path: String) throws(FileProblem) { try self.syncOne(path) }

    private static func syncOne(_ path: String) throws(FileProblem) {
        let file = try Descriptor(opening: path, O_RDONLY | O_NOFOLLOW, to: "write")
        guard fsync(file.number) == 0 else { throw FileProblem("write", path) }
    }
}
