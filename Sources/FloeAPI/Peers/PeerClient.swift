internal import AsyncHTTPClient
public import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Asks other hosts of the cluster what they know, with the token that all share.
public final class PeerClient: Sendable {
    private static let connecting = TimeAmount.seconds(3)
    /// How long a stream may say nothing.
    private static let silence = TimeAmount.seconds(120)

    private let admin: String
    private let client: HTTPClient

    /// Reads the file of authorities; blocks. `shutDown` must be called when it is not needed any more.
    public init(admin: String, authorities: String?) throws {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: Self.connecting, read: Self.silence))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 200
        if let authorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(try Authorities(file: authorities).certificates)]
            configuration.tlsConfiguration = tls
        }
        self.admin = admin
        self.client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    public func shutDown() async { try? await self.client.shutdown() }

    /// Sends a request and waits for its answer to begin, whatever it says.
    ///
    /// - Parameters:
    ///   - address: Of the host, as `http://10.0.0.7:8080`.
    ///   - path: With the query.
    ///   - patience: Seconds for the answer to begin.
    /// - Throws: `APIFailure` when there is none, `CancellationError`.
    @concurrent
    public func ask(
        _ address: String, _ method: String, _ path: String, headers: [(String, String)] = [], body: Data? = nil, patience: Int64 = 10
    ) async throws -> PeerAnswer {
        guard let server = ServerAddress(address) else {
            throw APIFailure.unreachable(ServerAddress.none, "'\(address)' is no address of a host")
        }
        var request = HTTPClientRequest(url: server.origin + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers)
        request.headers.replaceOrAdd(name: "X-Floe-Auth", value: self.admin)
        if let body { request.body = .bytes(body) }
        var tries = method == "GET" || method == "HEAD" ? 3 : 1
        while true {
            do {
                return PeerAnswer(try await self.client.execute(request, timeout: .seconds(patience)), at: server)
            } catch {
                if Task.isCancelled { throw CancellationError() }
                tries -= 1
                let failure = APIFailure(error, at: server)
                guard case .broken = failure, tries > 0 else { throw failure }
            }
        }
    }

    /// The JSON that a host answers to a GET.
    @concurrent
    public func get<T: Decodable & Sendable>(_ type: T.Type, _ address: String, _ path: String, patience: Int64 = 5) async throws -> T {
        let answer = try await self.ask(address, "GET", path, patience: patience)
        guard answer.status == 200 else {
            throw APIFailure.unreadable(ServerAddress(address) ?? .none, "it answers \(answer.status)")
        }
        return try FloeJSON.decode(type, from: try await answer.whole())
    }
}

extension ServerAddress {
    fileprivate static let none = ServerAddress("http://nowhere")!
}
