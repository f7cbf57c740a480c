import FloeAPI
import FloeCore
import FloeHub
import FloeSystem

/// Where readers of the stream read: what is told, what is stored, and how things stand.
struct EventSource: Sendable {
    /// Live runs that a snapshot tells of, the youngest first.
    private static let mostRuns = 1000

    let feed: EventFeed
    let hub: Hub
    let backlog: Backlog
    /// The rest of the cluster; nil on a host by itself.
    var cluster: ClusterView?
    /// Where the API is.
    var base = ""

    var host: String { self.feed.host }

    /// Of the last stored event.
    func sequence() async throws -> Int { try await self.hub.ask { $0.host.nextSequence - 1 } }

    /// Whether all events after the sequence number are still stored.
    func reaches(_ sequence: Int) async throws -> Bool {
        try await BlockingPool.shared.run { try self.backlog.store.events(afterSequence: sequence, limit: 1) != nil }
    }

    func stored(after sequence: Int, limit: Int) async throws -> [FeedEvent]? {
        try await BlockingPool.shared.run { try self.backlog.events(after: sequence, limit: limit) }
    }

    /// - Parameter isOwn: Only those of this host.
    func liveRuns(_ filter: SubscribeMessage.Subscription, isOwn: Bool) async throws -> [SnapshotMessage.Run] {
        let own = try await self.ownRuns(filter)
        guard let cluster, !cluster.sharesStore, !isOwn else { return own }
        let items = [("scope", "host"), ("state", "pending,active"), ("limit", "500"), ("flow", filter.flow)]
        let (answers, _) = try await cluster.gather(RunList.self, "\(self.base)/runs" + URLText.query(items))
        var runs = Dictionary(own.map { ($0.run, $0) }) { $1 }
        for (host, list) in answers {
            for run in list.runs where run.execHost == host && (filter.run == nil || run.ref == filter.run) {
                runs[run.ref] = SnapshotMessage.Run(run)
            }
        }
        return runs.values.sorted { $0.run > $1.run }
    }

    private func ownRuns(_ filter: SubscribeMessage.Subscription) async throws -> [SnapshotMessage.Run] {
        var query = RunQuery()
        query.phases = [.pending, .active]
        query.flow = filter.flow
        query.limit = Self.mostRuns
        let wanted = query
        let page = try await BlockingPool.shared.run { try self.backlog.store.runs(wanted) }
        return page.runs.filter { filter.run == nil || $0.ref == filter.run }.map { SnapshotMessage.Run($0) }
    }
}
