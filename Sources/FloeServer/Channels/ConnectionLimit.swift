import Logging
import NIOCore
import Synchronization

/// Bounds how many connections are open at a time, on all binds together.
final class ConnectionLimit: Sendable {
    /// How many more are answered at all, and told that there are too many.
    private static let told = 256
    private static let logEvery = Duration.seconds(60)

    let most: Int
    private let logger: Logger
    private let open = Atomic(0)
    private let lastLog = Mutex<ContinuousClock.Instant?>(nil)

    init(most: Int, logger: Logger) {
        self.most = most
        self.logger = logger
    }

    enum Admission { case admitted, refused, cutOff }

    /// Counts a connection until it closes.
    func admit(_ channel: any Channel) -> Admission {
        let before = self.open.wrappingAdd(1, ordering: .relaxed).oldValue
        channel.closeFuture.whenComplete { [self] _ in _ = self.open.wrappingSubtract(1, ordering: .relaxed) }
        if before < self.most { return .admitted }
        self.log()
        return before < self.most + Self.told ? .refused : .cutOff
    }

    private func log() {
        let now = ContinuousClock.now
        let silent = self.lastLog.withLock { last in
            if let last, now - last < Self.logEvery { return true }
            last = now
            return false
        }
        if silent { return }
        self.logger.warning(
            "Connections are refused: \(self.most) are open, which is the most; raise the limit of open files (ulimit -n) to take more")
    }
}
