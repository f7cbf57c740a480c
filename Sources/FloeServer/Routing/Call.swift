import FloeAPI
import FloeCore
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore

/// One request on its way to its handler.
struct Call: Sendable {
    var request: Request
    var parameters: [String: String]
    /// What the route takes of it, checked.
    var query: [String: String]
    /// Who asks; nil on open routes for those who did not say.
    var principal: Principal?
    var site: Site
    var body: BodyReader

    /// Where and how a request came in.
    struct Site: Sendable {
        /// Over TLS.
        var secure: Bool
        /// The client's address, without the port.
        var address: String
        /// The host and port that the client asked for.
        var authority: String?
    }

    var headers: HTTPFields { self.request.headers }
    var credentials: Credentials { Credentials(self.request.head, site: self.site) }
    var by: String { self.principal?.name ?? "" }

    func parameter(_ name: String) -> String { self.parameters[name] ?? "" }

    /// The run named in the path.
    func run() throws -> RunRef {
        let text = self.parameter("ref")
        guard let ref = RunRef(text) else {
            throw Refusal.notFound("'\(text)' is no run reference; one looks like h1-42")
        }
        return ref
    }

    /// A number, a run, a flag of the query, which was checked; nil when it is not given.
    func number(_ name: String) -> Int? { self.query[name].flatMap { Int($0) } }
    func run(_ name: String) -> RunRef? { self.query[name].flatMap { RunRef($0) } }
    func flag(_ name: String) -> Bool { QueryItem.isOn(self.query[name]) }

    /// The body, which must be JSON; an empty one is an empty object.
    func json<T: Decodable>(_ type: T.Type) async throws -> T {
        let buffer = try await self.body.collect()
        if buffer.readableBytes > 0, let contentType = self.headers[.contentType] {
            let media = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
            guard media == "application/json" || (media.hasPrefix("application/") && media.hasSuffix("+json")) else {
                throw Refusal(
                    .unsupportedMediaType, "the body is '\(media)'; send JSON, with the header Content-Type: application/json")
            }
        }
        let data = buffer.readableBytes == 0 ? Data("{}".utf8) : Data(buffer.readableBytesView)
        do {
            return try FloeJSON.decode(type, from: data)
        } catch let error as DecodingError {
            throw Refusal(undecodable: error)
        }
    }
}
