public import FloeCore
internal import Glibc

extension FetchCache {
    /// What is in the cache, by when it was last used. Blocks.
    public func entries() -> [CacheEntry] {
        let names = (try? Folder.names(in: "\(self.folder)/data")) ?? []
        return names.compactMap { name in
            var status = stat()
            guard lstat(self.data(name), &status) == 0 else { return nil }
            // A file that workspaces link to is theirs too, and goes with them.
            let bytes = Int64(status.st_blocks) * 512 / max(1, Int64(status.st_nlink))
            let used = Int64(status.st_atim.tv_sec) * 1000 + Int64(status.st_atim.tv_nsec) / 1_000_000
            return CacheEntry(name: name, bytes: bytes, usedAt: Moment(milliseconds: used))
        }
    }

    /// Removes entries, and what names them. Whoever has one open or linked keeps it. Blocks.
    public func remove(_ entries: [CacheEntry]) {
        guard !entries.isEmpty else { return }
        for entry in entries { unlink(self.data(entry.name)) }
        let gone = Set(entries.map(\.name))
        for folder in ["sums", "urls"] {
            for name in (try? Folder.names(in: "\(self.folder)/\(folder)")) ?? [] {
                if let record = self.record("\(folder)/\(name)"), gone.contains(record.sha256) {
                    unlink("\(self.folder)/\(folder)/\(name)")
                }
            }
        }
    }

    /// Removes downloads that were cut short and that nobody has gone on with since. Blocks.
    public func removePartial(before: Moment) {
        for name in (try? Folder.names(in: "\(self.folder)/partial")) ?? [] where !name.hasSuffix(".lock") {
            let path = "\(self.folder)/partial/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0, Int64(status.st_mtim.tv_sec) * 1000 < before.milliseconds else { continue }
            // Whoever downloads it now holds its lock.
            let digest = name.prefix { $0 != "." }
            guard let lock = try? FileLock.takeIfFree("\(self.folder)/partial/\(digest).lock") else { continue }
            unlink(path)
            withExtendedLifetime(lock) {}
        }
    }

    /// Notes that data was used. Its time of change is left alone: data counts only while that is as it was noted.
    static func touch(_ path: String) {
        // UTIME_NOW and UTIME_OMIT, which are not imported from C.
        let times = [timespec(tv_sec: 0, tv_nsec: (1 << 30) - 1), timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)]
        _ = utimensat(AT_FDCWD, path, times, 0)
    }
}
