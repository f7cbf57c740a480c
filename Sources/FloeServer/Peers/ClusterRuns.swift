import FloeAPI
import FloeCore
import FloeHub
import FloeSystem

/// Lists of runs: those of this host, and in a cluster those of all hosts, as one.
struct ClusterRuns: Sendable {
    let parts: ServerParts

    /// Whether only this host is asked for what it has itself.
    static func isOwn(_ call: Call) -> Bool { call.query["scope"] == "host" }

    /// A page of runs.
    func list(_ query: RunQuery, _ call: Call) async throws -> RunList {
        guard let cluster = self.parts.cluster, !cluster.sharesStore else { return try await self.own(query) }
        var query = query
        if let after = query.after { query.before = try await self.adopted(after, call, cluster) }
        let own = try await self.own(query)
        if Self.isOwn(call) { return own }
        var items = [
            ("scope", "host"), ("limit", String(query.limit)), ("after", query.after?.description),
            ("before", query.before.map { String($0.milliseconds) }), ("flow", query.flow),
        ]
        for name in ["state", "good", "result", "branch", "q"] { items.append((name, call.query[name])) }
        let (answers, missing) = try await cluster.gather(
            RunList.self, "\(self.parts.config.base)/runs" + URLText.query(items))
        var merge = RunMerge()
        merge.add(own, of: cluster.host)
        for (host, list) in answers { merge.add(list, of: host) }
        return merge.page(query.limit, missing: missing)
    }

    /// What this host knows itself. A run that it gave to a host that is there is left to that one.
    private func own(_ query: RunQuery) async throws -> RunList {
        let (store, me) = (self.parts.store, self.parts.config.host.name)
        let page = try await BlockingPool.shared.run { try store.runs(query) }
        var rows = page.runs
        if self.parts.cluster?.sharesStore == false, rows.contains(where: { $0.execHost != me }) {
            let told = rows
            let elsewhere = try await self.parts.hub.ask { state in Set(told.filter { state.isToldElsewhere($0) }.map(\.ref)) }
            rows.removeAll { elsewhere.contains($0.ref) }
        }
        let waits = try await self.parts.waits(of: rows)
        let runs = rows.map { RunSummary($0, flowName: self.parts.name(of: $0.flow), waits: waits[$0.ref] ?? []) }
        return RunList(runs: runs, next: page.next, nextAt: page.nextAt?.timestamp)
    }

    /// When a run was adopted, which another host may know.
    private func adopted(_ ref: RunRef, _ call: Call, _ cluster: ClusterView) async throws -> Moment? {
        if let before = call.number("before") { return Moment(milliseconds: Int64(before)) }
        let store = self.parts.store
        if let run = try await BlockingPool.shared.run({ try store.run(ref) }) { return run.row.adoptedAt }
        for peer in try await cluster.peers().there.sorted(by: { a, _ in a.name == ref.host }) {
            let path = "\(self.parts.config.base)/runs/\(ref)"
            if let run = try? await cluster.client.get(RunView.self, peer.address, path) { return run.adoptedAt.moment }
        }
        return nil
    }
}

extension QueryItem {
    static let scope = QueryItem.word("scope", ["host"], "Only what the host that is asked has itself; in a cluster else what all have.")
    static let before = QueryItem.integer(
        "before", 0...Int.max, "When the run of 'after' was adopted, in milliseconds since 1970; for hosts that do not know it.")
}
