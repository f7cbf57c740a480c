import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore

/// Runs: lists, one of them, its events, and why it is where it is.
struct RunRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(
                .get, "\(self.base)/runs", "Runs, the youngest first",
                query: ["state", "flow", "good", "result", "branch", "q", "limit", "after"], gives: .json(RunList.self),
                handle: self.list),
            Route(.get, "\(self.base)/runs/{ref}", "One run with its nodes", gives: .json(RunView.self), handle: self.show),
            Route(
                .get, "\(self.base)/flows/{id}/runs/{ref}", "One run of a flow with its nodes", gives: .json(RunView.self),
                handle: self.show),
            Route(
                .get, "\(self.base)/runs/{ref}/why", "Why it is where it is, and what would change it", gives: .json(WhyView.self),
                handle: self.why),
            Route(
                .get, "\(self.base)/runs/{ref}/events", "Its events, in order", query: ["after", "limit"], gives: .json(EventList.self),
                handle: self.events),
        ]
    }

    private func list(_ call: Call) async throws -> Response {
        var query = RunQuery()
        if let text = call.query["state"], !text.isEmpty {
            query.phases = []
            for word in text.split(separator: ",") {
                guard let phase = RunRow.Phase(rawValue: String(word)) else {
                    throw Refusal.badRequest("'state=\(text)': '\(word)' is none of pending, active, archive")
                }
                query.phases.insert(phase)
            }
        }
        switch call.query["good"] {
        case nil, "": break
        case "true": query.result = .good
        case "false": query.result = .bad
        case .some(let other): throw Refusal.badRequest("'good=\(other)' is neither true nor false")
        }
        if let text = call.query["result"], !text.isEmpty {
            guard let result = RunRow.Result(rawValue: text) else {
                throw Refusal.badRequest("'result=\(text)' is none of good, bad, cancelled")
            }
            query.result = result
        }
        query.flow = call.query["flow"].flatMap { $0.isEmpty ? nil : $0 }
        query.branch = call.query["branch"].flatMap { $0.isEmpty ? nil : $0 }
        query.text = call.query["q"].flatMap { $0.isEmpty ? nil : $0 }
        query.limit = try call.number("limit", in: 1...500) ?? 50
        query.after = try call.after()
        let (store, wanted) = (self.parts.store, query)
        let page = try await BlockingPool.shared.run { try store.runs(wanted) }
        let waits = try await self.parts.waits(of: page.runs)
        let runs = page.runs.map { RunSummary($0, flowName: self.parts.name(of: $0.flow), waits: waits[$0.ref] ?? []) }
        return try .json(RunList(runs: runs, next: page.next))
    }

    private func show(_ call: Call) async throws -> Response {
        let run = try await self.run(of: call)
        let waits = try await self.parts.waits(of: [run.row])[run.row.ref] ?? []
        let logs = RunLogs(root: self.parts.config.root, flow: run.row.flow)
        return try .json(await BlockingPool.shared.run { RunView(run, waits: waits) { logs.size($0) } })
    }

    private func why(_ call: Call) async throws -> Response {
        let run = try await self.run(of: call)
        let ref = run.row.ref
        let chain = run.row.isLive ? try await self.parts.hub.ask { $0.whyChain(ref) } : nil
        return try .json(WhyView(run.row, chain: chain, trouble: self.parts.trouble))
    }

    private func events(_ call: Call) async throws -> Response {
        let limit = try call.number("limit", in: 1...1000) ?? 200
        let after = try call.number("after", in: 0...Int.max) ?? 0
        let run = try await self.run(of: call)
        var carried = CarriedValues(run.events)
        let page = run.events.filter { $0.id > after }.prefix(limit)
        let more = (page.last?.id ?? Int.max) < (run.events.last?.id ?? 0)
        let host = self.parts.config.host.name
        let views = page.map { EventView($0, flow: run.row.flow.id, values: carried.of($0.id), host: host) }
        return try .json(EventList(events: views, next: more ? page.last?.id : nil))
    }

    /// The run of the path, which must be one of the flow of the path.
    private func run(of call: Call) async throws -> StoredRun {
        let run = try await self.parts.run(try call.run())
        if let flow = call.parameters["id"], run.row.flow.id != flow {
            throw Refusal.notFound("the run \(run.row.ref) is one of the flow '\(run.row.flow.id)', not of '\(flow)'")
        }
        return run
    }
}
