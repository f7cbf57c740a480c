import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization

/// Reads the body of a request, within bounds of size and time.
final class BodyReader: Sendable {
    /// The largest body that is taken.
    static let limit = 1 << 20
    /// How much of a body that nobody wants is read, so that the client gets to see the answer.
    private static let unwanted = 4 << 20

    private let body: RequestBody
    let channel: any Channel
    private let declared: Int?
    private let patience: Duration
    private let done = Mutex(false)

    init(_ request: Request, channel: any Channel, patience: Duration) {
        self.patience = patience
        self.body = request.body
        self.channel = channel
        self.declared = request.headers[.contentLength].flatMap { Int($0) }
    }

    /// The whole body.
    func collect() async throws -> ByteBuffer {
        if let declared = self.declared, declared > Self.limit { throw Self.tooLarge }
        let deadline = self.closeLater()
        defer { deadline.cancel() }
        var whole = ByteBuffer()
        for try await part in self.body {
            guard whole.readableBytes + part.readableBytes <= Self.limit else { throw Self.tooLarge }
            whole.writeImmutableBuffer(part)
        }
        self.done.withLock { $0 = true }
        return whole
    }

    /// Reads what was not asked for. A client that goes on sending is cut off.
    func drain() async throws {
        if self.done.withLock({ $0 }) { return }
        let deadline = self.closeLater()
        defer { deadline.cancel() }
        var seen = 0
        for try await part in self.body {
            seen += part.readableBytes
            if seen > Self.unwanted {
                self.channel.close(promise: nil)
                return
            }
        }
    }

    /// Runs something long, and cancels it when the client goes. The connection is not used again after it.
    @concurrent
    func untilClosed(_ operation: @concurrent () async throws -> Void) async throws {
        self.done.withLock { $0 = true }
        do {
            try await self.body.consumeWithCancellationOnInboundClose { _ in try await operation() }
        } catch is CancellationError {
            // The client has what it wanted.
        }
    }

    private func closeLater() -> Scheduled<Void> {
        let channel = self.channel
        return channel.eventLoop.scheduleTask(in: TimeAmount(self.patience)) { channel.close(promise: nil) }
    }

    private static var tooLarge: Refusal {
        Refusal(.contentTooLarge, "the body is larger than \(Self.limit) bytes; send less at a time")
    }
}
