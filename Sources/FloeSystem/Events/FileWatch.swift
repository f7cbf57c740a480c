internal import CSpawn
internal import Glibc

/// Tells when a file was written or put in place of another, as editors do, until nobody refers to the watch.
public final class FileWatch: Sendable {
    /// An element for each change, or for several at once. Ends when the watch goes.
    public let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation
    private let descriptor: Int32

    /// Watches the folder the file is in, so the file need not be there.
    ///
    /// - Throws: `FileProblem` when the folder is not there, or the system has no more watches to give.
    public init(_ path: String) throws(FileProblem) {
        let folder = Folder.parent(of: path)
        let name = String(decoding: path.utf8.dropFirst(folder.utf8.count).drop { $0 == PathBytes.slash }, as: UTF8.self)
        let descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        let mask = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO)
        guard descriptor >= 0, inotify_add_watch(descriptor, folder, mask) >= 0 else {
            let code = errno
            if descriptor >= 0 { close(descriptor) }
            throw FileProblem("watch the folder", folder, code: code)
        }
        let (changes, change) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        // The handler is not told when the watch goes, so it holds nothing of it.
        guard EventThread.shared.watch(descriptor, once: false, { if Self.read(descriptor, named: name) { change.yield() } }) != nil else {
            let code = errno
            close(descriptor)
            throw FileProblem("watch the folder", folder, code: code)
        }
        self.changes = changes
        self.change = change
        self.descriptor = descriptor
    }

    deinit {
        self.change.finish()
        // The system stops to tell of a descriptor that is closed.
        close(self.descriptor)
    }

    /// Takes what has happened; whether any of it was about the file.
    private static func read(_ descriptor: Int32, named name: String) -> Bool {
        var found = false
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return found }
            var at = 0
            while at + MemoryLayout<inotify_event>.size <= count {
                let event = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self) }
                let start = at + MemoryLayout<inotify_event>.size
                at = start + Int(event.len)
                // Without a name the queue ran over, and anything may have happened.
                let told = String(decoding: bytes[start..<min(at, count)].prefix { $0 != 0 }, as: UTF8.self)
                if told == name || event.wd < 0 { found = true }
            }
        }
    }
}
