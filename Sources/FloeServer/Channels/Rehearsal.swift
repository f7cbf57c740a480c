import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// Serves a request and a web socket to nobody, over socket pairs, before the first real connection. The runtime makes the many generic types of a
/// connection when they are first asked for; asked for by two threads at once, under the first connections of a host, that has crashed
/// (docs/reliability.md). After a rehearsal they are there.
struct Rehearsal: Sendable {
    private static let request = "GET / HTTP/1.1\r\nHost: floe\r\nConnection: close\r\n\r\n"
    private static let upgrade =
        "GET / HTTP/1.1\r\nHost: floe\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    /// Whatever happens, the host is to serve soon.
    private static let patience = Patience(firstRequest: .seconds(2), idle: .seconds(2), body: .seconds(2), stall: .seconds(2))

    let group: MultiThreadedEventLoopGroup
    let logger: Logger

    /// Returns when it is over. What fails in it is no reason not to serve.
    func run() async {
        for request in [Self.request, Self.upgrade] {
            do { try await self.serve(request) } catch {
                self.logger.debug("the rehearsal of a connection failed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func serve(_ request: String) async throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw IOError(errnoCode: errno, reason: "socketpair")
        }
        let near = ends[0]
        defer { close(near) }
        // Says it all and hangs up, so that the connection ends when it was answered.
        guard send(near, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count, shutdown(near, Int32(SHUT_WR)) == 0 else {
            close(ends[1])
            throw IOError(errnoCode: errno, reason: "send")
        }
        let http1 = HTTP1Channel(
            responder: { _, writer, _ in try await writer.write(response: HTTPResponse(status: .ok), body: .init()) }, secure: false,
            patience: Self.patience,
            limit: nil, accept: { _, _ in true }, webSocket: { socket in try? await socket.executeThenClose { _, _ in } },
            peer: { _ in }, agent: { _ in })
        let logger = self.logger
        let value = try await ClientBootstrap(group: self.group).withConnectedSocket(ends[1]) { http1.setup(channel: $0, logger: logger) }
        await http1.handle(value: value, logger: logger)
    }
}
