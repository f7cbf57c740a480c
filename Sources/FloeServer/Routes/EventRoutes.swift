import FloeAPI
import FloeCore
import HTTPTypes
import HummingbirdCore

/// The stream of events.
struct EventRoutes {
    let parts: ServerParts

    var routes: [Route] {
        [
            Route(
                .get, "\(self.parts.config.base)/events", "Events as they happen, as server-sent events",
                query: [
                    .text("flow", "Only events of this flow."), .run("run", "Only events of this run."),
                    .text("since", "A cursor to go on from; the header Last-Event-ID goes before it."), .scope,
                ], gives: .text("text/event-stream"), handle: self.stream),
            Route(.get, "/ws", "Events as they happen, over a web socket", documented: false, handle: self.socket),
        ]
    }

    private func stream(_ call: Call) async throws -> Response {
        let subscription = SubscribeMessage.Subscription(
            flow: call.query["flow"], run: call.run("run"), since: call.headers[.lastEventID] ?? call.query["since"])
        return EventStream(parts: self.parts, subscription: subscription, isOwn: ClusterRuns.isOwn(call)).response(to: call)
    }

    /// Who comes here was not made a web socket.
    private func socket(_ call: Call) async throws -> Response {
        if !call.credentials.sameOrigin { throw SignIn.crossOrigin }
        if self.parts.sockets.isFull {
            throw Refusal(.serviceUnavailable, "there are \(SocketRegistry.most) web sockets already", headers: [.retryAfter: "60"])
        }
        throw Refusal(
            .upgradeRequired, "this is a web socket; open it on a connection of its own, with the headers of RFC 6455",
            headers: [.connection: "close", .upgrade: "websocket"])
    }
}
