import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore
import Logging

/// How the host is, for people and for whatever watches it.
struct StatusRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(.get, "/healthz", access: .open, "The process answers", documented: false) { _ in .text("ok\n") },
            Route(.get, "/readyz", access: .open, "What is asked can be stored", documented: false, handle: self.ready),
            Route(.get, "/version", access: .open, "The version", documented: false, handle: self.version),
            Route(.get, "\(self.base)/hosts", "The hosts of the cluster", gives: .json(HostList.self), handle: self.hosts),
            Route(.get, "\(self.base)/hosts/{name}", "One host", gives: .json(HostView.self), handle: self.host),
            Route(
                .post, "\(self.base)/hosts/{name}/drain", "Let a host start no more runs, also after a restart",
                gives: .json(HostView.self),
                handle: { try await self.drain($0, true) }),
            Route(
                .post, "\(self.base)/hosts/{name}/resume", "Let a host start runs again", gives: .json(HostView.self),
                handle: { try await self.drain($0, false) }),
        ]
    }

    private func drain(_ call: Call, _ on: Bool) async throws -> Response {
        try self.check(call.parameter("name"))
        guard case .done = try await self.parts.hub.submit({ .drain(on, $0) }) else {
            throw ServerFailure("the hub did not drain the host")
        }
        let view = try await self.view()
        self.parts.logger.notice(
            "\(on ? "The host drains: it starts no more runs" : "The host starts runs again")", metadata: ["by": "\(call.by)"])
        return try .json(view, status: .accepted)
    }

    private func check(_ name: String) throws {
        guard name == self.parts.config.host.name else {
            throw Refusal.notFound("there is no host '\(name)'; GET the list of hosts to see which there are")
        }
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
        try self.check(call.parameter("name"))
        return try .json(try await self.view())
    }

    private func view() async throws -> HostView {
        let (slots, running, draining) = try await self.parts.hub.ask { ($0.settings.slots, $0.load.running, $0.draining) }
        let host = self.parts.config.host
        return HostView(
            name: host.name, state: draining ? .draining : .active, tags: host.tags, facts: host.facts, version: host.version, slots: slots,
            load: running,
            lastSeen: WallClock.now.timestamp)
    }
}
