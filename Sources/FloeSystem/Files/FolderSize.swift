internal import Glibc

/// What a folder takes on the disk.
public enum FolderSize {
    /// Bytes of all files and folders in it, each file in proportion to the names it has elsewhere; 0 when there is no such folder.
    /// What cannot be looked at, or lies deeper than a path is long, is not counted. Blocks.
    public static func bytes(_ path: String) -> Int64 {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        guard status.st_mode & S_IFMT == S_IFDIR else { return self.bytes(status) }
        var total = self.bytes(status)
        var folders = [Array(path.utf8CString.dropLast())]
        while let folder = folders.popLast() {
            guard let list = opendir(folder + [0]) else { continue }
            defer { closedir(list) }
            while let entry = readdir(list) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
                }
                if name == [0x2E] || name == [0x2E, 0x2E] { continue }
                guard fstatat(dirfd(list), name + [0], &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
                total += self.bytes(status)
                if status.st_mode & S_IFMT == S_IFDIR { folders.append(folder + [0x2F] + name) }
            }
        }
        return total
    }

    private static func bytes(_ status: stat) -> Int64 {
        let names = status.st_mode & S_IFMT == S_IFDIR ? 1 : max(1, Int64(status.st_nlink))
        return Int64(status.st_blocks) * 512 / names
    }
}
