import FloeSystem
import Glibc
import Synchronization

/// Where commands tell what happens: standard output, whole lines at a time.
final class Terminal: Sendable {
    private let turn = Mutex(())

    /// A line.
    func say(_ line: String) async { await self.write(Array("\(line)\n".utf8)) }

    /// Waits until all of it is written; a reader that is slow slows down who writes, and one that is gone is not missed.
    func write(_ bytes: [UInt8]) async {
        await BlockingPool.shared.run {
            self.turn.withLock { _ in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return }
                    rest = rest.dropFirst(count)
                }
            }
        }
    }
}
