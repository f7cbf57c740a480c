import Crypto
import FloeCore
import FoundationEssentials
import Synchronization

/// Links that sign somebody in, once, within a quarter of an hour. They are not kept over a restart.
final class LoginLinks: Sendable {
    static let age = Span(seconds: 15 * 60)
    private static let most = 100

    private let now: @Sendable () -> Moment
    private let open = Mutex<[SHA256.Digest: Moment]>([:])

    init(now: @escaping @Sendable () -> Moment) { self.now = now }

    /// What the link holds.
    func make() -> String {
        let secret = Secret.make()
        let now = self.now()
        self.open.withLock { open in
            open = open.filter { $0.value > now }
            if open.count >= Self.most, let oldest = open.min(by: { $0.value < $1.value }) { open[oldest.key] = nil }
            open[SHA256.hash(data: Data(secret.utf8))] = now + Self.age
        }
        return secret
    }

    /// Whether it is valid; it is not any more after that.
    func take(_ secret: String) -> Bool {
        let now = self.now()
        return self.open.withLock { $0.removeValue(forKey: SHA256.hash(data: Data(secret.utf8))) }.map { $0 > now } ?? false
    }
}
