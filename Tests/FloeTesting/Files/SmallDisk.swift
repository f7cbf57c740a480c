import Glibc

/// A file system in memory, with a size.
public struct SmallDisk: Sendable {
    private let path: String

    /// Whether this process may mount.
    public static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder(), let disk = try? SmallDisk(at: folder.path, megabytes: 1) else {
            return false
        }
        disk.unmount()
        return true
    }()

    public struct Failed: Error { public var code: Int32 }

    public init(at path: String, megabytes: Int) throws {
        self.path = path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw Failed(code: errno) }
    }

    public func remount(megabytes: Int, readOnly: Bool = false) throws {
        let flags = UInt(MS_REMOUNT) | (readOnly ? UInt(MS_RDONLY) : 0)
        // A program that another test starts at this moment has our files open too, until it is its own.
        let end = ContinuousClock.now + .seconds(20)
        while mount("tmpfs", self.path, "tmpfs", flags, "size=\(megabytes)m") != 0 {
            guard errno == EBUSY, .now < end else { throw Failed(code: errno) }
            usleep(1000)
        }
    }

    public func unmount() { umount2(self.path, CInt(MNT_DETACH)) }
}
