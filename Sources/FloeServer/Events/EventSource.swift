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

    func liveRuns(_ filter: SubscribeMessage.Subscription) async throws -> [SnapshotMessage.Run] {
        var query = RunQuery()
        query.phases = [.pending, .active]
        query.flow = filter.flow
        query.limit = Self.mostRuns
        let wanted = query
        let page = try await BlockingPool.shared.run { try self.backlog.store.runs(wanted) }
        return page.runs.filter { filter.run == nil || $0.ref == filter.run }.map { SnapshotMessage.Run($0) }
    }
}
