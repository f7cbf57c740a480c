import Crypto
import FloeCore
import FoundationEssentials
import Synchronization

/// Who is signed in. What is kept of a session cannot be used to take part in it, and is worth nothing under another admin token.
final class Sessions: Sendable {
    static let age = Span(seconds: 30 * 24 * 3600)
    /// The oldest goes when there are more.
    private static let most = 10_000

    struct Session: Codable {
        var name: String
        var until: Moment
    }

    private let key: SymmetricKey
    private let now: @Sendable () -> Moment
    private let sessions: Mutex<[String: Session]>

    /// - Parameter kept: What `all` gave before.
    init(admin: String, kept: [String: Session], now: @escaping @Sendable () -> Moment) {
        self.key = SymmetricKey(data: SHA256.hash(data: Data(admin.utf8)))
        self.now = now
        self.sessions = Mutex(kept)
    }

    /// What is to be kept, over a restart too.
    var all: [String: Session] { self.sessions.withLock { $0 } }

    /// Begins a session.
    ///
    /// - Returns: What the cookie holds.
    func begin(name: String) -> String {
        let secret = Secret.make()
        let now = self.now()
        self.sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.until > now }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.until < $1.value.until }) {
                sessions[oldest.key] = nil
            }
            sessions[self.mark(secret)] = Session(name: name, until: now + Self.age)
        }
        return secret
    }

    func name(of secret: String) -> String? { self.principal(of: secret)?.name }

    /// Who takes part in a session.
    func principal(of secret: String) -> Principal? {
        let mark = self.mark(secret)
        return self.name(at: mark).map { Principal(name: $0, byCookie: true, owner: "session \(mark)") }
    }

    /// Whether what somebody was admitted by still holds: the token does while the host runs, a session until its end.
    func holds(_ owner: String) -> Bool {
        guard owner.hasPrefix("session ") else { return true }
        return self.name(at: String(owner.dropFirst("session ".count))) != nil
    }

    private func name(at mark: String) -> String? {
        let now = self.now()
        guard let session = self.sessions.withLock({ $0[mark] }), session.until > now else { return nil }
        return session.name
    }

    func end(_ secret: String) {
        self.sessions.withLock { _ = $0.removeValue(forKey: self.mark(secret)) }
    }

    private func mark(_ secret: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(secret.utf8), using: self.key).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
