internal import CSpawn
internal import Glibc
internal import Synchronization

/// Carries what processes write into a pipe to a log file, masked before it is on the disk.
///
/// One thread serves all pumps. A pump lives, without anybody holding it, until the last process that can write into its pipe has
/// closed it, so what a task left in the background is masked too. The file gets every byte in order; when it cannot be written, the
/// pump stops reading, so that writers wait, and goes on when it can. It needs nothing but the two descriptors: any process can run one.
///
///     let pipe = try OutputPump.Pipe()                        // give `pipe.input` to the process as its output, then close it
///     let pump = try OutputPump(pipe.output, to: log, mask: mask)
///     // … the process has exited:
///     let problem = await pump.settle()                       // all that it wrote is in the log now
public final class OutputPump: Sendable {
    /// A pipe whose ends no other process inherits.
    public struct Pipe: Sendable {
        /// Where the pump reads; the pump closes it.
        public let output: Int32
        /// Where processes write.
        public let input: Int32

        public init() throws(FileProblem) {
            var (output, input): (Int32, Int32) = (-1, -1)
            // Larger than usual, for fewer and larger reads.
            let code = floe_pipe(&output, &input, 1 << 18)
            guard code == 0 else { throw FileProblem("make", "a pipe for the output of a task", code: code) }
            (self.output, self.input) = (output, input)
        }
    }

    /// How much one look takes from a pipe before others have their turn.
    private static let turn = 1 << 16
    /// Silence after which a beginning that tells nothing is shown.
    private static let silence = Duration.milliseconds(100)
    /// Between attempts to write a file that could not be written.
    private static let retry = Duration.milliseconds(250)
    private static let thread = EventThread(name: "floe-output")

    private struct State {
        var file: Int32
        /// -1 when its end was read.
        var input: Int32
        var watch: EventThread.Key?
        var stream: MaskStream
        /// Masked, and not in the file yet.
        var waiting: [UInt8] = []
        var problem: FileProblem?
        var heard = ContinuousClock.now
        var hasTimer = false
    }

    /// Absolute path of the file.
    public let log: String
    private let state: Mutex<State>

    /// Starts to carry at once.
    ///
    /// - Parameters:
    ///   - pipe: the end to read; it is the pump's from now on, also when this throws.
    ///   - log: absolute path of the file that is appended to.
    /// - Throws: `FileProblem` when the file cannot be opened or the pipe not be watched.
    public init(_ pipe: Int32, to log: String, mask: SecretMask) throws(FileProblem) {
        self.log = log
        var file: Int32 = -1
        do throws(FileProblem) {
            let opened = try Descriptor.regular(log, O_WRONLY | O_APPEND | O_CREAT, to: "open for output")
            file = fcntl(opened.number, F_DUPFD_CLOEXEC, 3)
            guard file >= 0 else { throw FileProblem("open for output", log) }
        } catch {
            close(pipe)
            throw error
        }
        _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
        self.state = Mutex(State(file: file, input: pipe, stream: MaskStream(mask)))
        guard self.state.withLock({ self.watch(&$0) }) else { throw FileProblem("watch the output for", log) }
    }

    deinit {
        self.state.withLock { state in
            if state.input >= 0 { close(state.input) }
            close(state.file)
        }
    }

    /// Whether the last writer has closed the pipe and all that came is in the file.
    public var hasEnded: Bool { self.state.withLock { $0.input < 0 && $0.waiting.isEmpty } }

    /// Brings what is in the pipe now into the file, and returns when it is there. Processes that still hold the pipe are not waited for.
    ///
    /// - Returns: What kept some of it from the file for so long; it is tried again later all the same.
    public func settle(within patience: Duration = .seconds(5)) async -> FileProblem? {
        let end = ContinuousClock.now + patience
        while true {
            let problem = await BlockingPool.shared.run { self.state.withLock { self.empty(&$0) } }
            if problem == nil || ContinuousClock.now >= end { return problem }
            await EventThread.shared.sleep(for: .milliseconds(50))
        }
    }

    /// Takes no more than is in the pipe when it begins: somebody may go on writing for ever.
    private func empty(_ state: inout State) -> FileProblem? {
        guard self.write(&state) else { return state.problem }
        var count: CInt = 0
        guard state.input >= 0, ioctl(state.input, UInt(FIONREAD), &count) == 0 else { return nil }
        var left = Int(count)
        // Also when there is nothing: then this may be the end.
        repeat {
            let came = self.read(&state)
            left -= came
            guard self.write(&state) else { return state.problem }
            if came == 0 { break }
        } while left > 0
        return nil
    }

    private func watch(_ state: inout State) -> Bool {
        state.watch = Self.thread.watch(state.input, once: false) { self.look() }
        return state.watch != nil
    }

    private func unwatch(_ state: inout State) {
        if let watch = state.watch { Self.thread.unwatch(watch, state.input) }
        state.watch = nil
    }

    /// There is something in the pipe, or its end. On the pumps' thread.
    private func look() {
        self.state.withLock { state in
            guard state.waiting.isEmpty else { return }
            _ = self.read(&state)
            _ = self.write(&state)
        }
    }

    /// Takes a turn's worth out of the pipe, as it may be seen; gives how much came.
    private func read(_ state: inout State) -> Int {
        guard state.input >= 0 else { return 0 }
        let input = state.input
        let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.turn) { buffer in
            var count = Glibc.read(input, buffer.baseAddress, buffer.count)
            while count < 0, errno == EINTR { count = Glibc.read(input, buffer.baseAddress, buffer.count) }
            if count > 0 {
                state.stream.feed(UnsafeBufferPointer(rebasing: buffer[..<count]), into: &state.waiting)
            }
            return count
        }
        if count > 0 {
            state.heard = .now
            if state.stream.holds { self.arm(&state, at: state.heard + Self.silence) }
            return count
        }
        if count == 0 {
            self.unwatch(&state)
            close(input)
            state.input = -1
            state.stream.end(into: &state.waiting)
        }
        return 0
    }

    /// Writes what waits; false when some of it could not be written, which is tried again by itself.
    private func write(_ state: inout State) -> Bool {
        while !state.waiting.isEmpty {
            let count = state.waiting.withUnsafeBytes { Glibc.write(state.file, $0.baseAddress, $0.count) }
            if count > 0 {
                state.waiting.removeFirst(count)
            } else if errno != EINTR {
                state.problem = FileProblem("write the log", self.log)
                self.unwatch(&state)
                self.arm(&state, at: .now + Self.retry)
                return false
            }
        }
        state.problem = nil
        return true
    }

    private func arm(_ state: inout State, at time: ContinuousClock.Instant) {
        guard !state.hasTimer else { return }
        state.hasTimer = true
        _ = Self.thread.at(time) { self.noteTime() }
    }

    private func noteTime() {
        self.state.withLock { state in
            state.hasTimer = false
            if state.stream.holds {
                if state.heard + Self.silence <= .now {
                    state.stream.pause(into: &state.waiting)
                } else {
                    self.arm(&state, at: state.heard + Self.silence)
                }
            }
            if self.write(&state), state.input >= 0, state.watch == nil, !self.watch(&state) {
                // The system refuses; without another attempt writers would wait for ever.
                self.arm(&state, at: .now + Self.retry)
            }
        }
    }
}
