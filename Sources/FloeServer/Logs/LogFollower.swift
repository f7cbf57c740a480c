import FloeAPI
import FloeCore
import FloeSystem
import Glibc
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Sends a log as it is written, until its attempt has ended.
struct LogFollower: Sendable {
    /// How long a log that is to be made is waited for, at a time.
    private static let pause = Duration.milliseconds(50)

    let parts: ServerParts
    let log: AttemptLog

    /// - Parameter offset: Where to begin.
    func response(to call: Call, from offset: Int, headers: HTTPFields) -> Response {
        let (body, owner) = (call.body, call.principal?.owner ?? "")
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await body.untilClosed { try await self.send(from: offset, to: &writer, owner, body.channel) }
                try await writer.finish(nil)
            })
    }

    @concurrent
    private func send(
        from offset: Int, to writer: inout any ResponseBodyWriter, _ owner: String, _ channel: any Channel
    ) async throws {
        let bell = Doorbell()
        let ticket = self.parts.streams.open(owner, bell: bell, channel: channel)
        defer { self.parts.streams.close(ticket) }
        guard let path = self.log.logs.path(of: self.log.order) else { return }
        let (file, end) = (LogFile(path: path), LogEnd(ended: !self.log.live))
        // The headers go now, also when there is nothing to send yet.
        try await writer.write(ByteBuffer())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.watch(end, bell, ticket) }
            while try await !Self.exists(file), !end.hasEnded { try await Task.sleep(for: Self.pause) }
            // An attempt that was withdrawn before it began has none.
            guard try await Self.exists(file) else { return group.cancelAll() }
            var chunks = file.follow(from: Int64(offset), until: end).makeAsyncIterator()
            while !ticket.hasEnded, let chunk = try await chunks.next() { try await writer.write(ByteBuffer(bytes: chunk)) }
            group.cancelAll()
        }
    }

    /// An order is stored before its log is made.
    private static func exists(_ file: LogFile) async throws -> Bool {
        do {
            _ = try await file.size()
            return true
        } catch {
            guard error.code == ENOENT else { throw error }
            return false
        }
    }

    /// Tells the end when the attempt has ended, the server stops, or the sign-in has ended. Looks whenever something happens to the run.
    private func watch(_ end: LogEnd, _ bell: Doorbell, _ ticket: OpenStreams.Ticket) async {
        let source = self.parts.events
        var reader = EventReader(source, bell: bell, run: self.log.order.run)
        while !Task.isCancelled, !end.hasEnded, !ticket.hasEnded {
            let store = self.parts.store
            // What cannot be read now says nothing about the attempt: the next event is waited for.
            if let answer = try? await BlockingPool.shared.run({ [try store.run(self.log.order.run)] }) {
                guard let run = answer[0], AttemptLog.runs(self.log.order, in: run) else { break }
            }
            if case .closed = try? await reader.next() { break }
        }
        source.feed.forget(bell)
        end.end()
    }
}
