import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore

/// Runs: lists, one of them, its events, and why it is where it is.
struct RunRoutes {
    private static let query: [QueryItem] = [
        .words("state", RunRow.Phase.allCases.map(\.rawValue), "Only runs in one of these states."),
        .text("flow", "Only runs of this flow."),
        .word("good", ["true", "false"], "Only runs that ended good, or bad."),
        .word("result", RunRow.Result.allCases.map(\.rawValue), "Only runs that ended so; goes before 'good'."),
        .text("branch", "Only runs with this value of 'branch'."),
        .text("q", "Only runs that hold this text."),
        .limit, .after, .before, .scope,
    ]

    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(
                .get, "\(self.base)/runs", "Runs, the youngest first",
                query: Self.query, gives: .json(RunList.self), handle: self.list),
            Route(.get, "\(self.base)/runs/{ref}", "One run with its nodes", gives: .json(RunView.self), handle: self.show),
            Route(
                .get, "\(self.base)/flows/{id}/runs/{ref}", "One run of a flow with its nodes", gives: .json(RunView.self),
                handle: self.show),
            Route(
                .get, "\(self.base)/runs/{ref}/why", "Why it is where it is, and what would change it", gives: .json(WhyView.self),
                handle: self.why),
            Route(
                .get, "\(self.base)/runs/{ref}/events", "Its events, in order",
                query: [
                    .integer("after", 0...Int.max, "Where the page begins: what 'next' said."),
                    .integer("limit", 1...1000, "How many at most; 200 unless told."),
                ], gives: .json(EventList.self), handle: self.events),
        ]
    }

    private func list(_ call: Call) async throws -> Response {
        var query = RunQuery()
        if let words = call.query["state"]?.split(separator: ",") {
            query.phases = Set(words.compactMap { RunRow.Phase(rawValue: String($0)) })
        }
        query.result = call.query["good"].map { $0 == "true" ? .good : .bad }
        if let result = call.query["result"].flatMap({ RunRow.Result(rawValue: $0) }) { query.result = result }
        query.flow = call.query["flow"]
        query.branch = call.query["branch"]
        query.text = call.query["q"]
        query.limit = call.number("limit") ?? 50
        query.after = call.run("after")
        return try .json(try await ClusterRuns(parts: self.parts).list(query, call))
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
        var chain = run.row.isLive ? try await self.parts.hub.ask { $0.whyChain(ref) } : nil
        for at in chain?.links.indices ?? 0..<0 {
            guard let link = chain?.links[at] else { continue }
            chain?.links[at].waits = self.parts.hub.obstacles.seen(in: link.waits, of: link.ref)
        }
        return try .json(WhyView(run.row, chain: chain, trouble: self.parts.trouble))
    }

    private func events(_ call: Call) async throws -> Response {
        let limit = call.number("limit") ?? 200
        let after = call.number("after") ?? 0
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
