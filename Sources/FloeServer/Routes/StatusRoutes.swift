import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore

/// How the host is, for people and for whatever watches it.
struct StatusRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(.get, "/healthz", access: .open, "The process answers", documented: false) { _ in .text("ok\n") },
            Route(.get, "/readyz", access: .open, "What is asked can be stored", documented: false, handle: self.ready),
            Route(.get, "/version", access: .open, "The version", documented: false, handle: self.version),
            Route(.get, "\(self.base)/hosts", "The hosts of the cluster", handle: self.hosts),
            Route(.get, "\(self.base)/hosts/{name}", "One host", handle: self.host),
        ]
    }

    private func ready(_ call: Call) async throws -> Response {
        switch self.parts.hub.health {
        case .working: .text("ok\n")
        case .failing(_, let detail): throw Self.notReady("what it is asked cannot be stored: \(detail)")
        case .stopping: throw Self.notReady("it is stopping")
        }
    }

    private static func notReady(_ reason: String) -> Refusal {
        Refusal(.serviceUnavailable, "the host takes no work: \(reason)", headers: [.retryAfter: "5"])
    }

    private func version(_ call: Call) async throws -> Response {
        try .json(VersionView(version: self.parts.config.host.version))
    }

    private func hosts(_ call: Call) async throws -> Response { try .json(HostList(hosts: [try await self.view()])) }

    private func host(_ call: Call) async throws -> Response {
        let view = try await self.view()
        guard view.name == call.parameter("name") else {
            throw Refusal.notFound("there is no host '\(call.parameter("name"))'; GET the list of hosts to see which there are")
        }
        return try .json(view)
    }

    private func view() async throws -> HostView {
        let (slots, running) = try await self.parts.hub.ask { ($0.settings.slots, $0.load.running) }
        let host = self.parts.config.host
        return HostView(
            name: host.name, state: .active, tags: host.tags, facts: host.facts, version: host.version, slots: slots, load: running,
            lastSeen: WallClock.now.timestamp)
    }
}
