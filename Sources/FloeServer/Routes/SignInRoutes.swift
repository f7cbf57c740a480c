import FloeAPI
import FloeCore
import FloeSystem
import HTTPTypes
import HummingbirdCore
import Logging

/// Signing in and out.
struct SignInRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(
                .post, "\(self.base)/login", access: .open, "Begin a session with the token", success: .noContent, takes: LoginBody.self,
                handle: self.login),
            Route(
                .get, "\(self.base)/login", access: .open, "Begin a session with a link that is valid once",
                query: [.text("once", "What the link carries.")],
                success: .seeOther, handle: self.follow),
            Route(.post, "\(self.base)/logout", "End the session", success: .noContent, handle: self.logout),
            Route(.get, "\(self.base)/me", "Who is asking", gives: .json(MeView.self), handle: self.me),
        ]
    }

    private func login(_ call: Call) async throws -> Response {
        guard call.credentials.sameOrigin else { throw SignIn.crossOrigin }
        let body = try await call.json(LoginBody.self)
        guard try self.parts.signIn.check(body.token, address: call.site.address, cost: Throttle.loginCost) else {
            self.parts.logger.notice("a wrong token was given to sign in", metadata: ["address": "\(call.site.address)"])
            throw Refusal(.unauthorized, SignIn.wrongToken)
        }
        var response = Response(status: .noContent)
        response.headers[.setCookie] = try await self.begin(call)
        return response
    }

    private func follow(_ call: Call) async throws -> Response {
        // Whoever only looks at a link, as previews do, does not use it up.
        if call.request.head.method == .head { return Response(status: .noContent) }
        guard let once = call.query["once"], self.parts.signIn.links.take(once) else {
            // A person is told where the other way in is.
            if call.headers[.accept]?.contains("text/html") == true { return .redirect(to: SignIn.page + "?link=used") }
            throw Refusal(.unauthorized, "the link is not valid: it was used, or is older than 15 minutes; ask the host for another")
        }
        var response = Response.redirect(to: SignIn.home)
        response.headers[.setCookie] = try await self.begin(call)
        return response
    }

    private func logout(_ call: Call) async throws -> Response {
        if let session = call.credentials.session {
            self.parts.signIn.sessions.end(session)
            self.parts.streams.sweep()
            try await self.keep()
        }
        var response = Response(status: .noContent)
        response.headers[.setCookie] = Self.cookie("", seconds: 0, secure: call.site.secure)
        return response
    }

    private func me(_ call: Call) async throws -> Response {
        let host = self.parts.config.host
        return try .json(MeView(name: call.by, host: host.name, version: host.version))
    }

    /// - Returns: The cookie of a new session.
    private func begin(_ call: Call) async throws -> String {
        let secret = self.parts.signIn.sessions.begin(name: "admin")
        try await self.keep()
        return Self.cookie(secret, seconds: Int(Sessions.age.seconds), secure: call.site.secure)
    }

    /// Writes the sessions down. A disk that takes nothing does not keep anybody out: they last until the next start.
    private func keep() async throws {
        let (sessions, file) = (self.parts.signIn.sessions, self.parts.sessionFile)
        do {
            try await BlockingPool.shared.run { try file.write(sessions) }
        } catch let failure as FileProblem {
            self.parts.logger.error("sessions will not outlive a restart", metadata: ["error": "\(failure)"])
        }
    }

    private static func cookie(_ value: String, seconds: Int, secure: Bool) -> String {
        "\(Credentials.cookieName)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure ? "; Secure" : "")"
    }
}
