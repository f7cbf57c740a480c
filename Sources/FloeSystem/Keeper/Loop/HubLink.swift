internal import CSpawn
internal import Glibc

/// A connection to a hub.
final class HubLink {
    /// What may wait to be read by a hub before it is taken for dead; it is told all of it again when it connects anew.
    private static let mostUnread = 64 << 20

    let socket: Int32
    /// Both sides have said that they understand each other.
    var isGreeted = false
    var isOpen = true
    /// When what is to be told later is to be told after all, by the keeper's clock.
    var tellBy: Int64?
    private var frames = WireFrames()
    private var unsent: [UInt8] = []
    private var sent = 0

    init(socket: Int32) { self.socket = socket }
    deinit { close(self.socket) }

    /// Takes what has arrived, at most about a megabyte; nil when the hub is gone.
    func receive(_ buffer: UnsafeMutableRawBufferPointer) throws(WireFrames.Garbage) -> [HubMessage]? {
        var isGone = false
        for _ in 0..<4 {
            let count = recv(self.socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EINTR { continue }
            if count == 0 || count < 0 && errno != EAGAIN { isGone = true }
            guard count > 0 else { break }
            self.frames.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            if count < buffer.count { break }
        }
        var messages: [HubMessage] = []
        while let frame = try self.frames.next() { messages.append(HubMessage(kind: frame.kind, frame.fields)) }
        return isGone && messages.isEmpty ? nil : messages
    }

    func tell(_ message: KeeperMessage) { self.unsent += message.frame }

    var hasUnsent: Bool { self.sent < self.unsent.count }

    /// Sends what the socket takes. Gives false when the hub is gone, or does not read.
    func flush() -> Bool {
        self.tellBy = nil
        while self.hasUnsent {
            let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
            let count = self.unsent.withUnsafeBytes {
                send(self.socket, $0.baseAddress?.advanced(by: self.sent), $0.count - self.sent, flags)
            }
            if count > 0 {
                self.sent += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                return false
            }
        }
        if !self.hasUnsent {
            self.unsent.removeAll(keepingCapacity: self.unsent.count < 1 << 16)
            self.sent = 0
        }
        return self.unsent.count - self.sent < Self.mostUnread
    }
}
