internal import Glibc

/// Room on the disk that is held for the moment in which it is full: removing what may go has to be noted first, and that needs room too.
public struct DiskReserve: Sendable {
    private static let most: Int64 = 4 << 20
    /// What is worth holding.
    private static let least: Int64 = 256 << 10
    private let path: String

    public init(root: String) { self.path = "\(root)/reserve" }

    /// Takes the room, at most half of what there is, so that a disk that is nearly full has some for the next time too. Blocks for a moment.
    public func hold() {
        var status = stat()
        let held = stat(self.path, &status) == 0 ? Int64(status.st_blocks) * 512 : 0
        if held >= Self.most { return }
        guard let room = DiskRoom(FilePath.folder(of: self.path)), !room.isReadOnly else { return }
        let wanted = min(Self.most, (room.free + held) / 2)
        guard wanted - held >= Self.least else { return }
        let file = open(self.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        if posix_fallocate(file, 0, off_t(wanted)) != 0 { unlink(self.path) }
    }

    /// Gives it back; false when none was held.
    public func release() -> Bool { unlink(self.path) == 0 }
}
