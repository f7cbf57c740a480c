import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore

/// Flows, and starting them.
struct FlowRoutes {
    private static let briefRuns = 20

    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(
                .get, "\(self.base)/flows", "Flows with their last runs", query: [.scope], gives: .json(FlowList.self), handle: self.list),
            Route(
                .get, "\(self.base)/flows/{id}", "One flow with its graph, forms and runs", query: [.ver, .limit, .after, .before, .scope],
                gives: .json(FlowView.self), handle: self.show),
            Route(
                .post, "\(self.base)/flows/{id}/runs", "Start a run", query: [.ver], takes: TriggerBody.self,
                gives: .json(Accepted.self), keyed: true, handle: self.start),
        ]
    }

    private func list(_ call: Call) async throws -> Response {
        let flows = self.parts.book.catalog.flows.map(\.flow).filter { $0.origin != .single }
        // Versions of a flow share their history; the highest stands for all.
        let newest = Dictionary(flows.map { ($0.id, $0) }) { $0.version > $1.version ? $0 : $1 }
        let shown = newest.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        let store = self.parts.store
        let runs = try await BlockingPool.shared.run {
            try shown.map { flow in
                var query = RunQuery()
                query.flow = flow.id
                query.limit = Self.briefRuns
                return try store.runs(query).runs
            }
        }
        let waits = try await self.parts.waits(of: runs.flatMap(\.self))
        let fires = try await self.nextFires()
        let views = zip(shown, runs).map { flow, runs in
            FlowSummary(flow, runs: runs, waits: waits, next: fires[flow.key] ?? [:], unsupported: self.parts.book.unsupported(flow.key))
        }
        guard let cluster = self.parts.cluster, !cluster.sharesStore, !ClusterRuns.isOwn(call) else {
            return try .json(FlowList(flows: views))
        }
        let (answers, missing) = try await cluster.gather(FlowList.self, "\(self.base)/flows?\(ClusterView.own)")
        return try .json(
            FlowList(flows: views, missing: missing).merged(with: answers.map { ($0.host, $0.1) }, of: cluster.host, most: Self.briefRuns))
    }

    private func show(_ call: Call) async throws -> Response {
        let flow = try self.parts.flow(call.parameter("id"), version: call.number("ver"))
        var query = RunQuery()
        query.flow = flow.flow.id
        query.limit = call.number("limit") ?? 50
        query.after = call.run("after")
        let list = try await ClusterRuns(parts: self.parts).list(query, call)
        return try .json(
            FlowView(
                flow.compiled, list: list, next: try await self.nextFires()[flow.flow.key] ?? [:],
                unsupported: self.parts.book.unsupported(flow.flow.key)))
    }

    /// When the timers of each flow fire next.
    private func nextFires() async throws -> [FlowKey: [String: Moment]] {
        try await self.parts.hub.nextFires().reduce(into: [:]) { next, fire in next[fire.key.flow, default: [:]][fire.key.id] = fire.value }
    }

    private func start(_ call: Call) async throws -> Response {
        let flow = try self.parts.flow(call.parameter("id"), version: call.number("ver"))
        let body = try await call.json(TriggerBody.self)
        return try await FlowStart(parts: self.parts).start(flow, trigger: body.trigger, values: body.values ?? [:], call: call)
    }
}

extension QueryItem {
    /// What pages of runs take.
    static let limit = QueryItem.integer("limit", 1...500, "How many runs at most; 50 unless told.")
    static let after = QueryItem.run("after", "Where the page begins: what 'next' said.")
    static let ver = QueryItem.integer("ver", 1...Int.max, "Which version of the flow; the highest unless told.")
}
