internal import Glibc

/// What is left on the disk that a path is on.
public struct DiskRoom: Sendable, Hashable {
    /// Bytes that we may still write.
    public var free: Int64
    public var total: Int64
    /// Files that may still be made; nil where the disk has no such bound.
    public var freeFiles: Int64?
    public var isReadOnly: Bool

    /// Nil when the path cannot be looked at. Blocks.
    public init?(_ path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        self.free = Int64(status.f_bavail) * Int64(status.f_frsize)
        self.total = Int64(status.f_blocks) * Int64(status.f_frsize)
        self.freeFiles = status.f_files == 0 ? nil : Int64(status.f_favail)
        self.isReadOnly = status.f_flag & UInt(ST_RDONLY) != 0
    }
}
