import FloeSystem
import Glibc
import Synchronization

/// Lines that a person types on the terminal of this program.
final class Keyboard: Sendable {
    /// Most bytes of a line.
    private static let longest = 64 << 10

    private let typed = Mutex<[UInt8]>([])
    /// Readable once nobody wants a line any more.
    private let stop: (reading: Int32, writing: Int32)

    /// Whether there is a person to ask.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 }

    /// Nil when the system gives no pipe.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.stop = (ends[0], ends[1])
    }

    deinit {
        close(self.stop.reading)
        close(self.stop.writing)
    }

    /// The next line; nil at the end of the input, and for good once the calling task was cancelled.
    ///
    /// - Parameters:
    ///   - hidden: What is typed is not shown.
    ///   - question: A line that is shown once nothing that is typed is, where it is hidden.
    func line(hidden: Bool = false, question: String? = nil) async -> String? {
        await withTaskCancellationHandler {
            await BlockingPool.shared.run {
                guard hidden else { return self.read(question) }
                return self.withoutEcho { self.read(question) }
            }
        } onCancel: {
            _ = write(self.stop.writing, [0], 1)
        }
    }

    /// Asks somebody; nil when they interrupt instead. A terminal that shows nothing that is typed shows it again then.
    static func untilInterrupted<Result: Sendable>(_ ask: @escaping @Sendable () async -> Result?) async -> Result? {
        let signals = Signals.stream([SIGINT, SIGTERM])
        return await withTaskGroup(of: Result?.self) { group in
            group.addTask { await ask() }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            let answer = await group.next() ?? nil
            group.cancelAll()
            return answer
        }
    }

    private func read(_ question: String?) -> String? {
        if let question { Answer.text(question) }
        while true {
            let line = self.typed.withLock { typed -> String? in
                guard let end = typed.firstIndex(of: 0x0A) ?? (typed.count >= Self.longest ? typed.endIndex : nil) else { return nil }
                defer { typed.removeFirst(min(end + 1, typed.count)) }
                return String(decoding: typed[..<end], as: UTF8.self)
            }
            if let line { return line }
            var waits = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: self.stop.reading, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&waits, 2, -1)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0, waits[1].revents == 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            self.typed.withLock { $0 += bytes[..<count] }
        }
    }

    private func withoutEcho(_ read: () -> String?) -> String? {
        var usual = termios()
        guard tcgetattr(STDIN_FILENO, &usual) == 0 else { return read() }
        var quiet = usual
        quiet.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &quiet)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &usual) }
        return read()
    }
}
