import Glibc
import NIOCore
import Synchronization

/// Where the lines of one log are. A log only grows, so each byte of it is looked at once, whoever asks for lines how often.
final class LineIndex: Sendable {
    /// Some lines of a log.
    struct Window: Sendable {
        var bytes: ByteBuffer
        /// Where they begin in the file.
        var offset: Int
        /// Number of the first, counted from 1.
        var first: Int
        /// Lines of the whole log; a last one without its end counts.
        var total: Int
    }

    /// Bytes a window holds at most.
    static let most = 1 << 20
    private static let piece = 256 << 10

    private struct State {
        /// Bytes that were looked at, and line ends in them.
        var seen = 0
        var ends = 0
        /// Whether what was looked at ends with the end of a line.
        var whole = true
        /// Line ends before each piece.
        var pieces: [Int] = []
    }

    private let state = Mutex(State())

    /// - Parameter first: Counted from 1; below 0 counted from the end, where -1 is the last.
    ///
    /// Blocks, the first time for as long as reading the whole file takes.
    func window(of file: ConfinedFile, first: Int, count: Int) throws -> Window {
        let state = try self.state.withLock { state in
            try Self.look(at: file, &state)
            return state
        }
        let total = state.ends + (state.whole ? 0 : 1)
        let first = first < 0 ? max(1, total + 1 + first) : max(1, first)
        guard first <= total, count > 0 else {
            return Window(bytes: ByteBuffer(), offset: state.seen, first: first, total: total)
        }
        let start = try Self.start(of: first, in: file, state)
        let stop = first + count <= total ? try Self.start(of: first + count, in: file, state) : state.seen
        var bytes = ByteBuffer()
        while bytes.readableBytes < min(stop - start, Self.most) {
            let wanted = min(stop - start, Self.most) - bytes.readableBytes
            let part = try file.read(from: start + bytes.readableBytes, count: wanted)
            if part.readableBytes == 0 { break }
            bytes.writeImmutableBuffer(part)
        }
        if stop - start > Self.most, let end = bytes.readableBytesView.lastIndex(of: 0x0A) {
            bytes.moveWriterIndex(to: end + 1)
        }
        return Window(bytes: bytes, offset: start, first: first, total: total)
    }

    /// Goes on from where it stopped to the end of the file.
    private static func look(at file: ConfinedFile, _ state: inout State) throws {
        if file.size < state.seen { state = State() }
        while state.seen < file.size {
            let within = state.seen % Self.piece
            if within == 0 { state.pieces.append(state.ends) }
            let bytes = try file.read(from: state.seen, count: min(Self.piece - within, file.size - state.seen))
            if bytes.readableBytes == 0 { return }
            state.ends += bytes.withUnsafeReadableBytes { Self.ends(in: $0) }
            state.whole = bytes.readableBytesView.last == 0x0A
            state.seen += bytes.readableBytes
        }
    }

    /// Where a line begins: after the end of the one before it.
    private static func start(of line: Int, in file: ConfinedFile, _ state: State) throws -> Int {
        if line <= 1 { return 0 }
        // The last piece with fewer line ends before it than there are lines before this one.
        var low = 0
        var high = state.pieces.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if state.pieces[middle] < line - 1 { low = middle } else { high = middle }
        }
        var left = line - 1 - state.pieces[low]
        var at = low * Self.piece
        while at < state.seen {
            let bytes = try file.read(from: at, count: min(Self.piece, state.seen - at))
            if bytes.readableBytes == 0 { break }
            for (offset, byte) in bytes.readableBytesView.enumerated() where byte == 0x0A {
                left -= 1
                if left == 0 { return at + offset + 1 }
            }
            at += bytes.readableBytes
        }
        return state.seen
    }

    private static func ends(in bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        var at = 0
        while at < bytes.count, let base = bytes.baseAddress, let hit = memchr(base + at, 0x0A, bytes.count - at) {
            count += 1
            at = UnsafeRawPointer(hit) - base + 1
        }
        return count
    }
}
