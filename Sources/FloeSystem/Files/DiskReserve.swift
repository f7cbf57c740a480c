internal import Glibc

/// Room on the disk that is held for the moment in which it is full: removing what may go has to be noted first, and that needs room too.
public struct DiskReserve: Sendable {
    private static let bytes: Int64 = 4 << 20
    /// Held only where so much more is free.
    private static let margin: Int64 = 64 << 20
    private let path: String

    public init(root: String) { self.path = "\(root)/reserve" }

    /// Takes the room, where there is plenty. Blocks for a moment.
    public func hold() {
        var status = stat()
        if stat(self.path, &status) == 0, Int64(status.st_blocks) * 512 >= Self.bytes { return }
        guard let room = DiskRoom(FilePath.folder(of: self.path)), room.free > Self.margin, !room.isReadOnly else { return }
        let file = open(self.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        if posix_fallocate(file, 0, off_t(Self.bytes)) != 0 { unlink(self.path) }
    }

    /// Gives it back; false when none was held.
    public func release() -> Bool { unlink(self.path) == 0 }
}
