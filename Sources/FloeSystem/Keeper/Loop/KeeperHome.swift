internal import CSpawn
internal import Glibc

/// Where the keeper of a host is found: files in the host's root.
public struct KeeperHome: Sendable {
    /// Absolute path of the root of the host.
    public let root: String

    public init(root: String) { self.root = root }

    /// What a keeper says of itself where it is found.
    struct Sign: Sendable {
        var instance: String
        var version: KeeperVersion
        var process: Int32
    }

    /// How the environment entries of all processes of all tasks of the host begin.
    var mark: String { "FLOE_OUTPUT=\(self.root)/logs/" }
    private var signPath: String { "\(self.root)/keeper" }
    private static let socketName = "keeper.sock"
    /// Of one that takes no connections, twenty times a second.
    private static let mostTries = 60

    /// Connects to the keeper that is there; nil when none is.
    func connect() throws(FileProblem) -> Int32? {
        let folder = try Descriptor(opening: self.root, O_RDONLY | O_DIRECTORY, to: "open")
        var socket = floe_local_connect(folder.number, Self.socketName)
        var tries = 0
        while socket < 0, errno == EAGAIN, tries < Self.mostTries {
            usleep(50_000)
            tries += 1
            socket = floe_local_connect(folder.number, Self.socketName)
        }
        if socket >= 0 { return socket }
        switch errno {
        case ENOENT, ECONNREFUSED: return nil
        default: throw FileProblem("connect to the keeper at", "\(self.root)/\(Self.socketName)")
        }
    }

    /// Listens for hubs. Other users cannot connect.
    func listen() throws(FileProblem) -> Int32 {
        let folder = try Descriptor(opening: self.root, O_RDONLY | O_DIRECTORY, to: "open")
        unlinkat(folder.number, Self.socketName, 0)
        let socket = floe_local_listen(folder.number, Self.socketName)
        guard socket >= 0 else { throw FileProblem("listen at", "\(self.root)/\(Self.socketName)") }
        return socket
    }

    /// No hub can connect any more.
    func removeSocket() { unlink("\(self.root)/\(Self.socketName)") }

    /// Takes the place of the keeper of this host, for as long as this process lives. One that is there is not reached by its hub any
    /// more, and killed.
    func take(for sign: Sign) throws(FileProblem) {
        let file = open(self.signPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileProblem("open", self.signPath) }
        var lock = flock()
        while true {
            lock.l_type = Int16(F_WRLCK)
            lock.l_whence = Int16(SEEK_SET)
            if fcntl(file, F_SETLK, &lock) == 0 { break }
            guard errno == EACCES || errno == EAGAIN else { throw FileProblem("lock", self.signPath) }
            if fcntl(file, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK), lock.l_pid > 0 { kill(lock.l_pid, SIGKILL) }
            usleep(1000)
        }
        let text = Array("\(sign.instance) \(sign.version.newest) \(sign.version.oldest) \(sign.process)\n".utf8)
        guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else { throw FileProblem("write", self.signPath) }
        // Kept open: closing any descriptor of the file would let the lock go.
    }

    /// What the keeper that is there says of itself.
    func sign() -> Sign? {
        guard let text = try? TextFile.read(self.signPath, limit: 1024) else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count >= 4, let newest = Int64(words[1]), let oldest = Int64(words[2]), let process = Int32(words[3]) else {
            return nil
        }
        return Sign(instance: String(words[0]), version: KeeperVersion(newest: newest, oldest: oldest), process: process)
    }
}
