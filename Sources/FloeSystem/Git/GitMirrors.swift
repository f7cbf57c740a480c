public import FloeCore
internal import Glibc

/// All mirrors in the host's cache.
public struct GitMirrors: Sendable {
    private let folder: String

    /// - Parameter cache: `cache/git` of the host.
    public init(cache: String) { self.folder = cache }

    /// What is there, by when it was last used. Walks all of it, so it is not for often. Blocks.
    public func entries() -> [CacheEntry] {
        let names = (try? Folder.names(in: self.folder)) ?? []
        return names.filter { !$0.hasSuffix(".lock") }.map { name in
            var status = stat()
            // The lock is taken by each use.
            let found = stat("\(self.folder)/\(name).lock", &status) == 0 || stat("\(self.folder)/\(name)", &status) == 0
            let used = found ? Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000 : 0
            return CacheEntry(name: name, bytes: FolderSize.bytes("\(self.folder)/\(name)"), usedAt: Moment(milliseconds: used))
        }
    }

    /// Removes mirrors that nobody uses now; the next checkout makes them anew. Blocks.
    public func remove(_ entries: [CacheEntry]) throws(FileProblem) {
        for entry in entries {
            let digest = entry.name.hasSuffix(".new") ? String(entry.name.dropLast(4)) : entry.name
            guard let lock = try FileLock.takeIfFree("\(self.folder)/\(digest).lock") else { continue }
            try Folder.remove("\(self.folder)/\(entry.name)")
            withExtendedLifetime(lock) {}
        }
    }
}
