import FloeSystem
import Glibc
import Synchronization

/// Where commands tell what happens: standard output, whole lines at a time, and below them, on a terminal, one line about what is
/// going on.
final class Terminal: Sendable {
    /// What happens when nobody reads any more, as in `| head`.
    enum WithoutReader: Sendable {
        /// Goes on in silence.
        case goOn
        /// Ends the program, as the system ends programs then.
        case leave
    }

    private struct Line {
        var text = ""
        /// It is on the screen.
        var isShown = false
        /// Somebody is asked something there.
        var isHidden = false
    }

    /// Whether a person may be looking.
    let isInteractive = isatty(STDOUT_FILENO) == 1
    private let withoutReader: WithoutReader
    private let line = Mutex(Line())

    init(withoutReader: WithoutReader = .goOn) { self.withoutReader = withoutReader }

    /// A line.
    func say(_ line: String) async { await self.write(Array("\(line)\n".utf8)) }

    /// Waits until all of it is written; a reader that is slow slows down who writes.
    ///
    /// - Parameter bytes: Whole lines.
    func write(_ bytes: [UInt8]) async {
        guard !bytes.isEmpty else { return }
        await BlockingPool.shared.run {
            self.line.withLock { line in
                self.put(Self.erase(&line) + bytes + Self.draw(&line))
            }
        }
    }

    /// What stands below everything else until it changes; only on a terminal.
    ///
    /// - Parameter text: One line that fits; empty for none.
    func status(_ text: String) async {
        guard self.isInteractive else { return }
        await BlockingPool.shared.run {
            self.line.withLock { line in
                guard line.text != text else { return }
                let erased = Self.erase(&line)
                line.text = text
                self.put(erased + Self.draw(&line))
            }
        }
    }

    /// Takes the status away while somebody types.
    func hideStatus(_ isHidden: Bool) async {
        await BlockingPool.shared.run {
            self.line.withLock { line in
                let erased = Self.erase(&line)
                line.isHidden = isHidden
                self.put(erased + Self.draw(&line))
            }
        }
    }

    private static func erase(_ line: inout Line) -> [UInt8] {
        guard line.isShown else { return [] }
        line.isShown = false
        return Array("\r\u{1B}[K".utf8)
    }

    private static func draw(_ line: inout Line) -> [UInt8] {
        guard !line.text.isEmpty, !line.isHidden else { return [] }
        line.isShown = true
        return Array(line.text.utf8)
    }

    private func put(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EPIPE, self.withoutReader == .leave {
                signal(SIGPIPE, SIG_DFL)
                raise(SIGPIPE)
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
