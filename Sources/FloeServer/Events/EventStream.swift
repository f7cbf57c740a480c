import FloeAPI
import FloeCore
import HTTPTypes
import HummingbirdCore
import NIOCore

/// The stream of events as server-sent events.
struct EventStream: Sendable {
    let parts: ServerParts
    /// `since` is what the client saw last.
    let subscription: SubscribeMessage.Subscription
    /// Only what this host tells itself: other hosts ask so.
    var isOwn = false

    func response(to call: Call) -> Response {
        let (body, owner) = (call.body, call.principal?.owner ?? "")
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await body.untilClosed { try await self.tell(&writer, owner, body.channel) }
                try await writer.finish(nil)
            })
    }

    @concurrent
    private func tell(_ writer: inout any ResponseBodyWriter, _ owner: String, _ channel: any Channel) async throws {
        let bell = Doorbell()
        let ticket = self.parts.streams.open(owner, bell: bell, channel: channel)
        defer {
            self.parts.streams.close(ticket)
            self.parts.events.feed.forget(bell)
        }
        var reader = EventReader(self.parts.events, bell: bell, isOwn: self.isOwn)
        let snapshot = try await reader.begin(self.subscription)
        if self.subscription.since == nil || !snapshot.snapshot.resumed {
            try await writer.write(Self.message("snapshot", snapshot))
        } else {
            try await writer.write(Self.breath)
        }
        while !Task.isCancelled {
            let reading = try await reader.next()
            if ticket.hasEnded { return }
            switch reading {
            case .events(let events):
                var text = ByteBuffer()
                for event in events {
                    text.writeString("id: \(event.view.cursor)\ndata: ")
                    text.writeImmutableBuffer(event.text)
                    text.writeString("\n\n")
                }
                try await writer.write(text)
            case .missed(let cursor): try await writer.write(Self.message("missed", MissedMessage(after: cursor)))
            // Keeps proxies awake, and finds out whether the client is still there.
            case .woken: try await writer.write(Self.breath)
            case .closed: return
            }
        }
    }

    private static let breath = ByteBuffer(string: ":\n\n")

    private static func message(_ name: String, _ message: some Encodable) throws -> ByteBuffer {
        var text = ByteBuffer(string: "event: \(name)\ndata: ")
        text.writeBytes(try FloeJSON.encode(message))
        text.writeString("\n\n")
        return text
    }
}
