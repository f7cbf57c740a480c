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
            Route(.get, "\(self.base)/hosts", "The hosts of the cluster", gives: .json(FloeAPI.HostList.self), handle: self.hosts),
            Route(.get, "\(self.base)/hosts/{name}", "One host", gives: .json(HostView.self), handle: self.host),
            Route(
                .post, "\(self.base)/hosts/{name}/drain", "Let a host start no more runs, or an agent no more tasks, also after a restart",
                gives: .json(HostView.self),
                handle: { try await self.drain($0, true) }),
            Route(
                .post, "\(self.base)/hosts/{name}/resume", "Let a host start runs, or an agent tasks, again", gives: .json(HostView.self),
                handle: { try await self.drain($0, false) }),
            Route(
                .post, "\(self.base)/hosts/{name}/forget",
                "Give up a host or an agent that will not come back: what it was given ends as lost",
                success: .noContent, handle: self.forget),
        ]
    }

    private func drain(_ call: Call, _ on: Bool) async throws -> Response {
        let name = call.parameter("name")
        if try await self.agent(name) != nil {
            let reply = try await self.parts.hub.submit { .drainAgent(name, on, $0) }
            guard case .done = reply, let agent = try await self.agent(name) else { return try .reply(reply) }
            self.parts.logger.notice(
                "\(on ? "An agent drains: it is given nothing new" : "An agent is given tasks again")",
                metadata: ["agent": "\(name)", "by": "\(call.by)"])
            return try .json(agent, status: .accepted)
        }
        guard call.parameter("name") == self.parts.config.host.name else { return try await self.handOn(call, call.parameter("name")) }
        guard case .done = try await self.parts.hub.submit({ .drain(on, $0) }) else {
            throw ServerFailure("the hub did not drain the host")
        }
        let view = try await self.view()
        self.parts.logger.notice(
            "\(on ? "The host drains: it starts no more runs" : "The host starts runs again")", metadata: ["by": "\(call.by)"])
        return try .json(view, status: .accepted)
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

    private func hosts(_ call: Call) async throws -> Response {
        let others = try await self.parts.cluster?.hosts() ?? []
        let agents = try await self.parts.hub.ask { $0.agents.views(now: WallClock.now) }
        // The name of a host that refused an agent is the host's.
        let hosts = [try await self.view()] + others.map { HostView($0) }
        let names = Set(hosts.map(\.name))
        let views = hosts + agents.filter { !names.contains($0.name) }
        return try .json(FloeAPI.HostList(hosts: views.sorted { $0.name < $1.name }))
    }

    private func host(_ call: Call) async throws -> Response {
        let name = call.parameter("name")
        guard name != self.parts.config.host.name else { return try .json(try await self.view()) }
        if let agent = try await self.agent(name) { return try .json(agent) }
        guard let host = try await self.parts.cluster?.hosts().first(where: { $0.name == name }) else { throw Self.noHost(name) }
        if host.state != .dead, let answer = try? await self.handOn(call, name) { return answer }
        return try .json(HostView(host))
    }

    private func agent(_ name: String) async throws -> HostView? {
        try await self.parts.hub.ask { $0.agents.view(name, now: WallClock.now) }
    }

    private static func noHost(_ name: String) -> Refusal {
        Refusal.notFound("there is no host '\(name)'; GET the list of hosts to see which there are")
    }

    /// Has another host answer what it is asked about itself.
    private func handOn(_ call: Call, _ name: String) async throws -> Response {
        guard let cluster = self.parts.cluster, let peer = try await cluster.peer(name) else { throw Self.noHost(name) }
        do {
            return try await RunElsewhere(parts: self.parts, cluster: cluster).hand(call, to: peer)
        } catch let failure as APIFailure {
            throw Refusal(.badGateway, "\(name) can't be reached now: \(failure)", headers: [.retryAfter: "5"])
        }
    }

    /// Gives a host up that will not come back.
    private func forget(_ call: Call) async throws -> Response {
        let name = call.parameter("name")
        let reply = try await self.parts.hub.submit { .forget(name, $0) }
        guard case .done = reply else { return try .reply(reply) }
        self.parts.logger.notice("A host was forgotten: its runs end as lost", metadata: ["host": "\(name)", "by": "\(call.by)"])
        return Response(status: .noContent)
    }

    private func view() async throws -> HostView {
        let (slots, running, draining) = try await self.parts.hub.ask { ($0.settings.slots, $0.load.running, $0.draining) }
        let (address, problems) = try await self.parts.hub.ask { state in
            (
                state.cluster?.rows.me.address ?? state.shared?.address,
                (state.cluster?.whyNotJoined ?? []).map { $0.text(now: WallClock.now) }
            )
        }
        let host = self.parts.config.host
        return HostView(
            name: host.name, state: draining ? .draining : .active, tags: host.tags, facts: host.facts, version: host.version, slots: slots,
            load: running,
            lastSeen: WallClock.now.timestamp, address: address, problems: problems)
    }
}
