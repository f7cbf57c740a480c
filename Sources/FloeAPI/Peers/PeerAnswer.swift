internal import AsyncHTTPClient
public import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// What another host answers: how it begins, and what follows as it is read.
public struct PeerAnswer: Sendable {
    /// Bytes of an answer that is taken whole.
    private static let largest = 64 << 20

    public let status: Int
    public let headers: [(name: String, value: String)]
    private let response: HTTPClientResponse
    private let address: ServerAddress

    init(_ response: HTTPClientResponse, at address: ServerAddress) {
        self.status = Int(response.status.code)
        self.headers = response.headers.map { ($0.name, $0.value) }
        self.response = response
        self.address = address
    }

    /// What follows, part by part; to be read once.
    public var parts: Parts { Parts(body: self.response.body) }

    public struct Parts: AsyncSequence {
        let body: HTTPClientResponse.Body

        public func makeAsyncIterator() -> Iterator { Iterator(body: self.body.makeAsyncIterator()) }

        public struct Iterator: AsyncIteratorProtocol {
            var body: HTTPClientResponse.Body.AsyncIterator

            @concurrent
            public mutating func next() async throws -> Data? {
                try await self.body.next().map { Data($0.readableBytesView) }
            }
        }
    }

    /// All of it.
    @concurrent
    public func whole() async throws -> Data {
        do {
            return Data(try await self.response.body.collect(upTo: Self.largest).readableBytesView)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw APIFailure(error, at: self.address)
        }
    }
}
