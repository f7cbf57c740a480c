internal import CSpawn
internal import Glibc

/// The log of an order and the pipe that its processes write to.
///
/// What comes out of the pipe goes to the log at once. Where the log takes no more, what was read waits and nothing is read any more: the
/// task stands still when the pipe is full, and nothing of its output is lost.
final class OrderLog {
    /// Read at one time.
    static let piece = 256 << 10
    /// What a pipe holds once its task has shown that it writes much.
    private static let widePipe: Int32 = 1 << 20
    /// Silence, in milliseconds, after which what may be the beginning of a secret and tells nothing of it is shown.
    private static let lull: Int64 = 100

    /// End of the pipe that is read; -1 when nobody can write to it any more.
    private(set) var readEnd: Int32
    /// End that processes are given; -1 after `closeWriteEnd`.
    private(set) var writeEnd: Int32
    /// When something was last read, by the keeper's clock.
    private(set) var heardAt: Int64
    private let log: Descriptor
    private var times: LineTimes
    /// What was read and the log did not take. It grows no more but by lines of our own.
    private var unwritten: [UInt8] = []
    /// Why not.
    private(set) var problem: Int32 = 0
    private var fullReads = 0
    private let mask: SecretMask
    private var stream: MaskStream
    private var masked: [UInt8] = []
    /// What was written last does not end its line.
    private var isInLine = false
    /// Who wrote last was ended, and not all of it was read then.
    private var isCut = false

    init(path: String, mask: SecretMask, now: Int64, wall: Int64) throws(FileProblem) {
        do {
            self.log = try Descriptor.regular(path, O_WRONLY | O_APPEND | O_CREAT, to: "open for output")
        } catch {
            guard error.code == ENOENT else { throw error }
            try Folder.make(Folder.parent(of: path))
            self.log = try Descriptor.regular(path, O_WRONLY | O_APPEND | O_CREAT, to: "open for output")
        }
        var (output, input): (Int32, Int32) = (-1, -1)
        let code = floe_pipe(&output, &input, 1 << 16)
        guard code == 0 else { throw FileProblem("make a pipe for", path, code: code) }
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
        (self.readEnd, self.writeEnd) = (output, input)
        self.heardAt = now
        self.mask = mask
        self.stream = MaskStream(mask)
        self.times = LineTimes(log: path, now: now, wall: wall)
    }

    deinit {
        if self.readEnd >= 0 { close(self.readEnd) }
        if self.writeEnd >= 0 { close(self.writeEnd) }
    }

    /// The log takes no more; `retry` finds out when it does again.
    var isHeld: Bool { !self.unwritten.isEmpty }
    /// Bytes that wait, beside what is in the pipe.
    var waiting: Int { self.unwritten.count }

    /// Writes what waits, as far as the log takes it.
    func retry() {
        let put = self.unwritten.withUnsafeBytes { self.put($0) }
        self.unwritten.removeFirst(put.written)
        self.problem = put.error
    }

    /// A line of the keeper's own. What is still held back comes after it.
    func add(line: String) {
        self.rest()
        let isInLine = self.unwritten.last.map { $0 != 0x0A } ?? self.isInLine
        self.write(Array("\(isInLine ? "\n" : "")\(self.mask.masked(line))\n".utf8)[...])
    }

    /// What a task reported as it may be seen: a name that holds a secret is dropped, and of a value what is one is replaced.
    func masked(_ values: [String: String]) -> [String: String] {
        if self.mask.isEmpty { return values }
        return values.filter { !self.mask.finds(in: $0.key) }.mapValues { self.mask.masked($0) }
    }

    /// When what is held back is to be shown, should nothing come until then.
    var restAt: Int64? { self.stream.canPause && !self.isHeld ? self.heardAt + Self.lull : nil }

    /// Shows what is held back and tells nothing of a secret. What is more than that waits for what follows it: somebody may still write
    /// the rest, if not in this step then in the next.
    func rest() {
        guard self.stream.canPause, !self.isHeld else { return }
        self.stream.pause(into: &self.masked)
        self.writeMasked()
    }

    /// Who wrote was ended, perhaps in the middle of a secret.
    func cut() {
        // While the log is held what it wrote last is in the pipe yet.
        self.isCut = self.isHeld && self.readEnd >= 0
        if self.isCut { return }
        self.stream.cut(into: &self.masked)
        self.writeMasked()
    }

    private func writeMasked() {
        self.write(self.masked[...])
        self.masked.removeAll(keepingCapacity: true)
    }

    /// Silence counts from now on.
    func listen(from now: Int64) { self.heardAt = now }

    /// Moves what is in the pipe to the log, at most `limit` bytes. Gives whether more may be there.
    func pump(_ buffer: UnsafeMutableRawBufferPointer, limit: Int, at now: Int64) -> Bool {
        var moved = 0
        while self.readEnd >= 0, moved < limit, !self.isHeld {
            let count = read(self.readEnd, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return false }
            if count == 0 {
                self.closeReadEnd()
                return false
            }
            moved += count
            self.heardAt = now
            self.times.note(count, at: now)
            let part = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if self.mask.isEmpty {
                self.write(part)
            } else {
                part.withMemoryRebound(to: UInt8.self) { self.stream.feed($0, into: &self.masked) }
                self.writeMasked()
            }
            self.widen(after: count)
            // The pipe was emptied: another read would only say so.
            if count < buffer.count { return false }
        }
        return self.readEnd >= 0
    }

    /// Nothing new is started: when the last process that writes has ended, so has the log.
    func closeWriteEnd() {
        if self.writeEnd >= 0 { close(self.writeEnd) }
        self.writeEnd = -1
    }

    func closeReadEnd() {
        // Nothing follows any more, so what might have become a secret did not.
        if self.isCut { self.stream.cut(into: &self.masked) } else { self.stream.end(into: &self.masked) }
        self.writeMasked()
        if self.readEnd >= 0 { close(self.readEnd) }
        self.readEnd = -1
    }

    /// The order has ended; what it left behind may go on writing.
    func end(at now: Int64) {
        self.rest()
        self.times.end(at: now)
    }

    /// Most tasks write little, and the system gives each user only so much room for pipes.
    private func widen(after count: Int) {
        guard self.fullReads < 8 else { return }
        self.fullReads += count >= 4096 ? 1 : 0
        if self.fullReads == 8 { floe_widen_pipe(self.readEnd, Self.widePipe) }
    }

    private func write(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { self.write($0) } }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        if self.isHeld {
            self.unwritten.append(contentsOf: bytes)
            return
        }
        let put = self.put(bytes)
        guard put.error != 0 else { return }
        self.problem = put.error
        self.unwritten.append(contentsOf: bytes.dropFirst(put.written))
    }

    private func put(_ bytes: UnsafeRawBufferPointer) -> (written: Int, error: Int32) {
        var written = 0
        if let half = Failpoint.keeperOutput.half(of: bytes.count) {
            _ = Glibc.write(self.log.number, bytes.baseAddress, half)
            Failpoint.die()
        }
        while written < bytes.count {
            let count = Glibc.write(self.log.number, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count > 0 {
                written += count
                self.isInLine = bytes[written - 1] != 0x0A
            } else if count < 0, errno != EINTR {
                return (written, errno)
            }
        }
        return (written, 0)
    }
}
