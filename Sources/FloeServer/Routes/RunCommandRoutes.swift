import FloeAPI
import FloeCore
import FloeHub
import HTTPTypes
import HummingbirdCore

/// What can be done to a run.
struct RunCommandRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(
                .post, "\(self.base)/runs/{ref}/cancel", "End a run; a second time stops its clean-up too", gives: .json(Accepted.self),
                handle: self.cancel),
            Route(
                .post, "\(self.base)/runs/{ref}/pause", "Start nothing more of a run", gives: .json(Accepted.self),
                handle: { try await self.pause($0, true) }),
            Route(
                .post, "\(self.base)/runs/{ref}/resume", "Let a paused run go on", gives: .json(Accepted.self),
                handle: { try await self.pause($0, false) }),
            Route(
                .post, "\(self.base)/runs/{ref}/retry", "Let an archived run go on with what failed", takes: RetryBody.self,
                gives: .json(Accepted.self), handle: self.retry),
            Route(
                .post, "\(self.base)/runs/{ref}/keep", "Mark a run as never to be swept", gives: .json(Accepted.self),
                handle: { try await self.keep($0, true) }),
            Route(
                .post, "\(self.base)/runs/{ref}/unkeep", "Take that mark away", gives: .json(Accepted.self),
                handle: { try await self.keep($0, false) }),
            Route(
                .post, "\(self.base)/runs/{ref}/nodes/{node}/answer", "Answer a data node", takes: AnswerBody.self,
                gives: .json(Accepted.self), keyed: true, handle: self.answer),
            Route(
                .post, "\(self.base)/push/data", "Start a flow, or answer a data node of a run, with a filled form", takes: PushBody.self,
                gives: .json(Accepted.self), keyed: true, handle: self.push),
        ]
    }

    private func cancel(_ call: Call) async throws -> Response {
        let (ref, by) = (try call.run(), call.by)
        return try await self.reply(self.parts.hub.submit { .cancel(ref, by: by, $0) }, about: ref)
    }

    private func pause(_ call: Call, _ pause: Bool) async throws -> Response {
        let (ref, by) = (try call.run(), call.by)
        return try await self.reply(self.parts.hub.submit { .pause(ref, pause, by: by, $0) }, about: ref)
    }

    private func retry(_ call: Call) async throws -> Response {
        let ref = try call.run()
        let body = try await call.json(RetryBody.self)
        return try await self.reply(self.parts.hub.retry(ref, from: body.from, by: call.by), about: ref)
    }

    private func keep(_ call: Call, _ keep: Bool) async throws -> Response {
        return try .reply(try await self.parts.hub.keep(try call.run(), keep, by: call.by))
    }

    /// The hub knows live runs only: whether one that is not live ever was, the store tells.
    private func reply(_ reply: Reply, about ref: RunRef) async throws -> Response {
        if case .conflict = reply { _ = try await self.parts.run(ref) }
        return try .reply(reply)
    }

    private func answer(_ call: Call) async throws -> Response {
        let ref = try call.run()
        let body = try await call.json(AnswerBody.self)
        return try await NodeAnswer(parts: self.parts).answer(
            ref, node: call.parameter("node"), pass: body.pass, values: body.values ?? [:], call: call)
    }

    /// The answer of the host that has the run, where that is another.
    private func handOn(_ run: RunRef, _ body: PushBody, _ call: Call) async throws -> Response? {
        guard let cluster = self.parts.cluster else { return nil }
        return try await RunElsewhere(parts: self.parts, cluster: cluster).push(body, about: run, call)
    }

    private func push(_ call: Call) async throws -> Response {
        let body = try await call.json(PushBody.self)
        if let run = body.run {
            if let answer = try await self.handOn(run, body, call) { return answer }
            return try await NodeAnswer(parts: self.parts).answer(
                run, node: body.form.id, pass: nil, values: body.form.values ?? [:], call: call)
        }
        guard let ref = body.ref else {
            throw Refusal(
                .unprocessableContent, "the body names neither a flow (ref) nor a run",
                problems: [FieldProblem(field: "ref", message: "is missing; name the flow, or the run whose node is answered")])
        }
        let flow = try self.parts.flow(ref.id, version: ref.ver)
        return try await FlowStart(parts: self.parts).start(flow, trigger: body.form.id, values: body.form.values ?? [:], call: call)
    }
}
