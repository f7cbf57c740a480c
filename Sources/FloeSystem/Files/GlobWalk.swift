internal import Glibc

/// Finds files by patterns. All calls block.
public struct GlobWalk: Sendable {
    private let root: String
    private let limit: Int

    /// `limit` is how many files are found at most.
    public init(root: String, limit: Int) {
        self.root = root
        self.limit = limit
    }

    /// Files that fit, relative to the root, sorted; of a folder that fits, all in it. Folders that are links are not entered.
    public func files(_ pattern: GlobPattern) -> [String] {
        var found: Set<String> = []
        self.look(in: "", pattern.parts[...], &found)
        return found.sorted()
    }

    private func look(in folder: String, _ parts: ArraySlice<GlobPattern.Part>, _ found: inout Set<String>) {
        guard let part = parts.first, found.count < self.limit else { return }
        let rest = parts.dropFirst()
        if part == .folders, !rest.isEmpty { self.look(in: folder, rest, &found) }
        for name in ((try? Folder.names(in: self.full(folder))) ?? []).sorted() {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let isFolder = self.isFolder(path)
            switch part {
            case .folders:
                guard !name.hasPrefix(".") else { continue }
                if isFolder { self.look(in: path, parts, &found) } else if rest.isEmpty { self.add(path, &found) }
            case .name(let pattern):
                guard GlobPattern.matches(Array(name.utf8), pattern) else { continue }
                if !rest.isEmpty {
                    if isFolder { self.look(in: path, rest, &found) }
                } else if isFolder {
                    self.all(in: path, &found)
                } else {
                    self.add(path, &found)
                }
            }
        }
    }

    private func all(in folder: String, _ found: inout Set<String>) {
        for name in ((try? Folder.names(in: self.full(folder))) ?? []).sorted() where found.count < self.limit {
            let path = "\(folder)/\(name)"
            if self.isFolder(path) { self.all(in: path, &found) } else { self.add(path, &found) }
        }
    }

    private func add(_ path: String, _ found: inout Set<String>) { if found.count < self.limit { found.insert(path) } }
    private func full(_ path: String) -> String { path.isEmpty ? self.root : "\(self.root)/\(path)" }

    private func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(self.full(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
