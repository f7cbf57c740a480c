internal import Glibc

/// How much room disks have.
public enum DiskSpace {
    /// With less than this there is none for any file of use.
    private static let least: UInt64 = 64 << 10

    /// Bytes that files of this user can still take on the disk of a file or folder; nil where it cannot be told. Blocks.
    public static func free(at path: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// Whether a disk has no room left for more bytes or more files. False where it cannot be told. Blocks.
    public static func isFull(at path: String) -> Bool {
        var status = statvfs()
        guard statvfs(path, &status) == 0, status.f_blocks > 0 else { return false }
        // Some file systems have no fixed number of files and say that there are none.
        return UInt64(status.f_bavail) * UInt64(status.f_frsize) < self.least || (status.f_files > 0 && status.f_favail == 0)
    }
}
