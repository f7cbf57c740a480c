import FloeTesting
import Glibc

/// A file system in memory, with a size.
struct SmallDisk {
    private let path: String

    /// Whether this process may mount.
    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder(), let disk = try? SmallDisk(at: folder.path, megabytes: 1) else {
            return false
        }
        disk.unmount()
        return true
    }()

    struct Failed: Error { var code: Int32 }

    init(at path: String, megabytes: Int) throws {
        self.path = path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw Failed(code: errno) }
    }

    func remount(megabytes: Int, readOnly: Bool = false) throws {
        let flags = UInt(MS_REMOUNT) | (readOnly ? UInt(MS_RDONLY) : 0)
        guard mount("tmpfs", self.path, "tmpfs", flags, "size=\(megabytes)m") == 0 else { throw Failed(code: errno) }
    }

    func unmount() { umount2(self.path, CInt(MNT_DETACH)) }
}
