import FloeCore
import FloeHub
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// Takes a request to its route: finds it, asks who may, calls the handler, and turns whatever goes wrong into an answer.
struct Responder: Sendable {
    let table: RouteTable
    let signIn: SignIn
    let dates: HTTPDate
    let metrics: Metrics
    let proxies: TrustedProxies
    let patience: Patience
    let logger: Logger

    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter, channel: any Channel, secure: Bool) async throws {
        let body = BodyReader(request, channel: channel, patience: self.patience.body)
        let began = ContinuousClock.now
        let site = self.proxies.site(peer: channel.peer, secure: secure, authority: request.head.authority) { name in
            HTTPField.Name(name).map { request.headers[values: $0] } ?? []
        }
        var (response, route) = await self.answer(request, body: body, site: site)
        self.metrics.answered(route, status: response.status.code, seconds: (ContinuousClock.now - began) / .seconds(1))
        SecurityHeaders.add(to: &response.headers)
        response.headers[.date] = self.dates.now
        if request.method == .head { response = response.createHeadResponse() }
        try await writer.write(response: response.head, body: response.body)
        try await body.drain()
    }

    private func answer(_ request: Request, body: BodyReader, site: Call.Site) async -> (Response, route: String) {
        var known = "none"
        let target = request.head.path ?? ""
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        let path = target[..<mark]
        do {
            switch self.table.match(request.method, path) {
            case .none: throw Refusal.notFound("there is nothing at \(request.method) \(path)")
            case .otherMethods(let methods):
                let allow = methods.map(\.rawValue).joined(separator: ", ")
                throw Refusal(.methodNotAllowed, "\(path) does not take \(request.method); it takes \(allow)", headers: [.allow: allow])
            case .found(let route, let parameters):
                known = route.path
                let credentials = Credentials(request.head, site: site)
                let principal = try self.signIn.admit(credentials, to: route, method: request.method, site: site)
                let call = Call(
                    request: request, parameters: parameters, query: try route.checked(PercentCoding.query(target[mark...].dropFirst())),
                    principal: principal, site: site, body: body)
                return (try await route.handle(call), known)
            }
        } catch let refusal as Refusal {
            return (.refused(refusal), known)
        } catch let refusal as HubRefusal {
            return (.refused(Refusal(.serviceUnavailable, refusal.detail, headers: [.retryAfter: "5"])), known)
        } catch is CancellationError {
            return (
                .refused(Refusal(.serviceUnavailable, "the server is stopping; ask again in a moment", headers: [.retryAfter: "5"])), known
            )
        } catch {
            self.logger.error("could not answer \(request.method) \(path)", metadata: ["error": "\(error)"])
            let refusal = Refusal(.internalServerError, "\(request.method) \(path) failed inside the server; its log says why")
            return (.refused(refusal), known)
        }
    }
}

extension Channel {
    /// Who is at the other end, without the port.
    var peer: String { self.remoteAddress?.ipAddress ?? "unknown" }
}
