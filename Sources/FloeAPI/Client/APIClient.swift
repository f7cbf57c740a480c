internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Calls one server. Used by any number of tasks at a time; `with` closes it.
///
/// Every call throws `APIFailure`, or `CancellationError` when its task was cancelled.
public final class APIClient: Sendable {
    /// The largest answer that is taken whole.
    private static let largest = 64 << 20
    private static let connecting = TimeAmount.seconds(8)
    /// How long an answer may take to begin.
    private static let beginning = TimeAmount.seconds(30)
    /// How long a stream may say nothing before it is looked at again: a peer that vanished is noticed so.
    private static let silence = TimeAmount.seconds(60)
    /// Streams are connections of their own.
    private static let connections = 200

    public let address: ServerAddress
    private let token: String?
    private let client: HTTPClient

    /// Calls a server for as long as `body` runs.
    ///
    /// - Parameters:
    ///   - token: Shown with every call.
    ///   - ca: PEM file of authorities that are trusted besides the system's.
    public static func with<Result>(
        _ address: ServerAddress, token: String?, ca: String? = nil, _ body: (APIClient) async throws -> Result
    ) async throws -> Result {
        let client = try APIClient(address, token: token, ca: ca)
        let result: Result
        do {
            result = try await body(client)
        } catch {
            try? await client.client.shutdown()
            throw error
        }
        try? await client.client.shutdown()
        return result
    }

    private init(_ address: ServerAddress, token: String?, ca: String?) throws {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: Self.connecting, read: Self.silence))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connections
        if let ca, address.isSecure {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.additionalTrustRoots = [.certificates(try Authorities(file: ca).certificates)]
            } catch {
                throw APIFailure.unreachable(address, error.description)
            }
            configuration.tlsConfiguration = tls
        }
        self.address = address
        self.token = token
        self.client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// The answer to a GET of the API.
    ///
    /// - Parameter path: Below the base of the API.
    public func get<T: Decodable>(_ type: T.Type = T.self, _ path: String) async throws -> T {
        try self.decode(type, try await self.call(.GET, self.address.base + path))
    }

    /// The answer to a POST.
    public func post<T: Decodable>(
        _ type: T.Type = T.self, _ path: String, _ body: some Encodable & Sendable, key: String? = nil
    ) async throws -> T {
        let headers = key.map { [("Idempotency-Key", $0)] } ?? []
        return try self.decode(type, try await self.call(.POST, self.address.base + path, headers, try FloeJSON.encode(body)))
    }

    /// A POST whose answer says no more than that it was done.
    func postOnly(_ path: String) async throws {
        _ = try await self.call(.POST, self.address.base + path, [], try FloeJSON.encode([String: String]()))
    }

    /// The answer to a GET beside the API: `/version`.
    public func getBeside<T: Decodable>(_ type: T.Type = T.self, _ path: String) async throws -> T {
        try self.decode(type, try await self.call(.GET, path))
    }

    private func decode<T: Decodable>(_ type: T.Type, _ body: ByteBuffer) throws -> T {
        do {
            return try FloeJSON.decode(type, from: Data(body.readableBytesView))
        } catch {
            throw APIFailure.unreadable(self.address, "the answer is not what was asked for")
        }
    }

    private func call(
        _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], _ body: Data? = nil
    ) async throws -> ByteBuffer {
        try await self.body(of: try await self.open(method, path, headers, body))
    }

    /// The rest of an answer.
    func body(of response: HTTPClientResponse) async throws -> ByteBuffer {
        do {
            return try await response.body.collect(upTo: Self.largest)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            if error is NIOTooManyBytesError {
                throw APIFailure.unreadable(self.address, "the answer is larger than \(Self.largest) bytes; ask for less")
            }
            throw APIFailure(error, at: self.address)
        }
    }

    /// Begins a call: its answer is a good one, and its body is still to come.
    func open(
        _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], _ body: Data? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: self.address.origin + path)
        request.method = method
        request.headers = HTTPHeaders(headers)
        if let token = self.token { request.headers.add(name: "X-Floe-Auth", value: token) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await self.execute(request)
        if (200..<300).contains(response.status.code) { return response }
        throw await self.refusal(response)
    }

    /// Sends a request. One that only reads is sent again when its connection had been closed meanwhile.
    private func execute(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        var tries = request.method == .GET ? 3 : 1
        while true {
            do {
                return try await self.client.execute(request, timeout: Self.beginning)
            } catch {
                if Task.isCancelled { throw CancellationError() }
                tries -= 1
                let failure = APIFailure(error, at: self.address)
                guard case .broken = failure, tries > 0 else { throw failure }
            }
        }
    }

    /// What an error answer says, whoever wrote it: the server, or a proxy before it.
    private func refusal(_ response: HTTPClientResponse) async -> APIFailure {
        let status = Int(response.status.code)
        if let place = response.headers.first(name: "location"), (300..<400).contains(status) {
            return .unreachable(self.address, "it sends on to \(place); give that address instead, if it is the one you mean")
        }
        let body = try? await response.body.collect(upTo: 1 << 20)
        if let body, let problem = try? FloeJSON.decode(Problem.self, from: Data(body.readableBytesView)) {
            return .refused(self.address, problem)
        }
        let title = response.status.reasonPhrase
        if status == 404 {
            return .unreadable(self.address, "it has nothing under \(self.address.base); is the path of the API (base-url) another?")
        }
        return .refused(self.address, Problem(status: status, title: title, detail: ""))
    }
}
