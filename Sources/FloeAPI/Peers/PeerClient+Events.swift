internal import FoundationEssentials

extension PeerClient {
    /// What another host tells on its stream.
    public enum Told: Sendable {
        /// The stream begins; what was told before it is not known.
        case begun
        case events([EventView])
        /// It left some out.
        case missed
    }

    /// Follows a host's stream until it ends.
    ///
    /// - Throws: `APIFailure` when it does not begin or breaks off, `CancellationError`.
    @concurrent
    public func follow(_ address: String, _ path: String, take: (Told) -> Void) async throws {
        guard let server = ServerAddress(address) else { return }
        // A stream's connection is its own.
        let answer = try await self.ask(address, "GET", path, headers: [("Connection", "close")])
        guard answer.status == 200 else { throw APIFailure.unreadable(server, "it answers \(answer.status)") }
        take(.begun)
        var texts = EventTexts()
        for try await part in answer.parts {
            guard let events = texts.take(part) else { throw APIFailure.unreadable(server, "an event is too long") }
            if events.contains(where: { $0.name == "missed" }) { take(.missed) }
            let views = events.filter { $0.name == "message" }.compactMap { try? FloeJSON.decode(EventView.self, from: Data($0.data)) }
            if !views.isEmpty { take(.events(views)) }
        }
    }
}
