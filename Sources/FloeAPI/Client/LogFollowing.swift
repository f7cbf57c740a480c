internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// What an attempt has written, or writes, until it has ended. A connection that breaks off is made again, and goes on at the byte where
/// it was.
public struct LogFollowing: AsyncSequence {
    public typealias Element = [UInt8]

    let client: APIClient
    let attempt: LogAttempt
    /// Where to begin.
    let offset: Int
    /// Goes on until the attempt has ended; else until the end of what there is now.
    let waits: Bool

    public func makeAsyncIterator() -> Iterator { Iterator(following: self, offset: self.offset) }

    public struct Iterator: AsyncIteratorProtocol {
        let following: LogFollowing
        private var offset: Int
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var patience = Patience()
        /// The attempt had ended before the stream that is read now began.
        private var isLast = false

        init(following: LogFollowing, offset: Int) {
            self.following = following
            self.offset = offset
        }

        @concurrent
        public mutating func next() async throws -> [UInt8]? {
            let (client, attempt) = (self.following.client, self.following.attempt)
            while true {
                do {
                    if self.body == nil {
                        // A stream also ends when its server does: whether the attempt has ended, the run tells.
                        let waits = self.following.waits
                        self.isLast = waits ? !attempt.runs(in: try await client.run(attempt.run)) : true
                        let path = client.address.base + attempt.path([("follow", waits ? "1" : nil)])
                        let range = self.offset > 0 ? [("Range", "bytes=\(self.offset)-")] : []
                        // A stream's connection is its own, and never used for another call.
                        let headers = [("Connection", "close")] + range
                        self.body = try await client.open(.GET, path, headers).body.makeAsyncIterator()
                    }
                    if let chunk = try await self.body?.next() {
                        self.patience.renew()
                        self.offset += chunk.readableBytes
                        return Array(chunk.readableBytesView)
                    }
                    self.body = nil
                    if self.isLast { return nil }
                } catch {
                    if Task.isCancelled { throw CancellationError() }
                    self.body = nil
                    let failure = APIFailure(error, at: client.address)
                    // All of it was read when the connection broke.
                    if failure.status == 416, self.offset > 0 { return nil }
                    guard failure.isTransient, try await self.patience.wait() else { throw failure }
                }
            }
        }
    }
}

extension APIClient {
    /// The log of an attempt as it is written.
    public func followLog(_ attempt: LogAttempt, from offset: Int = 0) -> LogFollowing {
        LogFollowing(client: self, attempt: attempt, offset: offset, waits: true)
    }

    /// The log of an attempt as it is now.
    public func log(_ attempt: LogAttempt) -> LogFollowing {
        LogFollowing(client: self, attempt: attempt, offset: 0, waits: false)
    }

    /// The last lines of the log of an attempt, and where in it they begin.
    public func tail(_ attempt: LogAttempt, lines: Int) async throws -> (bytes: [UInt8], offset: Int) {
        let path = attempt.path([("from_line", String(-lines)), ("lines", String(lines))])
        let response = try await self.open(.GET, self.address.base + path)
        let offset = response.headers.first(name: "X-Floe-Offset").flatMap { Int($0) } ?? 0
        return (Array(try await self.body(of: response).readableBytesView), offset)
    }

    /// Lines of a log that hold a text.
    public func find(_ text: String, in attempt: LogAttempt) async throws -> LogHits {
        try await self.get(LogHits.self, attempt.path([("q", text)]))
    }
}
