import Crypto
import FloeCore
import FoundationEssentials
import HTTPTypes
import HummingbirdCore

/// Decides who may call what: by the admin token, or by a session that was begun with it.
final class SignIn: Sendable {
    /// Where somebody goes who has followed a link to sign in.
    static let home = "/app/dash"
    /// Where somebody signs in.
    static let page = "/app/signin"

    private let admin: SHA256.Digest
    let sessions: Sessions
    let links: LoginLinks
    private let throttle: Throttle

    init(admin: String, sessions: Sessions, links: LoginLinks, throttle: Throttle) {
        self.admin = SHA256.hash(data: Data(admin.utf8))
        self.sessions = sessions
        self.links = links
        self.throttle = throttle
    }

    /// Who asks, or why they may not: 401 when they did not say, 403 when another site made their browser ask, 429 after too many tries.
    func admit(_ credentials: Credentials, to route: Route, method: HTTPRequest.Method, site: Call.Site) throws -> Principal? {
        switch route.access {
        case .open, .publicBadge: return nil
        case .signedIn: break
        }
        return try self.require(credentials, method: method, site: site)
    }

    /// Who asks, where the route leaves it to its handler whether that matters.
    func require(_ call: Call) throws -> Principal {
        try self.require(call.credentials, method: call.request.method, site: call.site)
    }

    private func require(_ credentials: Credentials, method: HTTPRequest.Method, site: Call.Site) throws -> Principal {
        guard let principal = try self.principal(credentials, address: site.address) else {
            let what =
                credentials.token == nil ? "you are not signed in; sign in, or send the token in the header X-Floe-Auth" : Self.wrongToken
            throw Refusal(
                .unauthorized, what,
                headers: [.wwwAuthenticate: "Bearer realm=\"floe\""])
        }
        let reads = method == .get || method == .head
        if principal.byCookie, !reads, !credentials.sameOrigin { throw Self.crossOrigin }
        return principal
    }

    /// Who asks; nil when that is not known.
    func principal(_ credentials: Credentials, address: String) throws -> Principal? {
        if let token = credentials.token {
            if try self.check(token, address: address, cost: Throttle.tokenCost) {
                return Principal(name: "token", byCookie: false, owner: "token")
            }
            return nil
        }
        return credentials.session.flatMap { self.sessions.principal(of: $0) }
    }

    /// Whether this is the admin token. Takes as long whatever is wrong with it.
    func check(_ token: String, address: String, cost: Int) throws -> Bool {
        if let wait = self.throttle.wait(address) {
            throw Refusal(
                .tooManyRequests, "too many tries with a wrong token from \(address); try again in \(wait) s",
                headers: [.retryAfter: String(wait)])
        }
        // Digests are compared in constant time.
        if SHA256.hash(data: Data(token.utf8)) == self.admin { return true }
        self.throttle.failed(address, cost: cost)
        return false
    }

    static let wrongToken =
        "the token is wrong; it is the one the host was started with (-admin), else that of the file admin.token in its root"

    static var crossOrigin: Refusal {
        Refusal(.forbidden, "the request comes from a page of another site; only pages of this server may use the session")
    }
}
