import FloeSystem
import Glibc
import NIOCore

/// A regular file below a folder that it cannot leave: no part of its path may be a link, or lead upwards.
final class ConfinedFile: Sendable {
    /// What is read into memory at most.
    private static let most = 32 << 20

    private let descriptor: Int32
    let size: Int
    /// Who may read and write it.
    let mode: UInt32
    /// The file's own, whatever it is called.
    let identity: String
    /// Changes when the file does.
    let tag: String

    private init?(descriptor: Int32) {
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.size = Int(info.st_size)
        self.mode = info.st_mode & 0o777
        self.identity = "\(info.st_dev)-\(info.st_ino)"
        let changed = String(info.st_mtim.tv_sec * 1_000_000_000 + info.st_mtim.tv_nsec, radix: 36)
        self.tag = "\"\(String(info.st_ino, radix: 36))-\(changed)-\(String(info.st_size, radix: 36))\""
    }

    deinit { close(self.descriptor) }

    /// Nil when there is none, or the path is not one that stays in the folder. Blocks.
    static func open(_ path: String, in folder: String) throws -> ConfinedFile? {
        // By bytes, as the kernel does: a slash and a combining mark are one character.
        let names = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }) else { return nil }
        var place = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for (at, name) in names.enumerated() {
            guard place >= 0 else { break }
            let last = at == names.count - 1
            // Not waiting, in case it is a pipe.
            let next = openat(place, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (last ? 0 : O_DIRECTORY))
            let code = errno
            close(place)
            errno = code
            place = next
        }
        guard place >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO: return nil
            default: throw FileProblem("read", "\(folder)/\(path)")
            }
        }
        return ConfinedFile(descriptor: place)
    }

    /// Part of it; empty at the end. Blocks.
    func read(from offset: Int, count: Int) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        let got = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
            let got = pread(self.descriptor, space.baseAddress, min(count, space.count), off_t(offset))
            guard got >= 0 else { throw FileProblem("read", "an open file") }
            return got
        }
        return got == 0 ? ByteBuffer() : buffer
    }

    /// All of it. Blocks.
    func bytes() throws -> ByteBuffer {
        guard self.size <= Self.most else { throw ServerFailure("a file of \(self.size) bytes is too large to be held in memory") }
        var whole = ByteBuffer()
        while true {
            let part = try self.read(from: whole.readableBytes, count: max(1, self.size - whole.readableBytes))
            if part.readableBytes == 0 || whole.readableBytes > Self.most { return whole }
            whole.writeImmutableBuffer(part)
        }
    }
}
