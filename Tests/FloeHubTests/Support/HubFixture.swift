import FloeCore
import FloeHub
import Logging
import Synchronization

/// A hub over a store in memory, with flows that can be started.
struct HubFixture: Sendable {
    let store: BreakableStore
    let agent: ScriptedAgent
    let inbox: Inbox
    let book: FlowBook
    let hub: Hub

    init(
        flows: [Flow], store given: BreakableStore? = nil, inbox: Inbox = Inbox(), clock: HubClock = .system,
        script: @escaping @Sendable (Order) -> Outcome? = { _ in Outcome(.good) }
    ) throws {
        let store = try given ?? BreakableStore()
        self.store = store
        self.inbox = inbox
        self.agent = ScriptedAgent(inbox, script: script)
        self.book = FlowBook(FlowCatalog(flows.map { FrozenFlow(digest: "digest of \($0.key)", flow: $0) }))
        let settings = HubSettings(host: "h1", slots: 8, keeper: self.agent.keeper)
        let (host, runs) = try store.open()
        self.hub = Hub(
            state: HubState(settings: settings, host: host, runs: runs), store: store, agent: self.agent, book: self.book,
            load: { _ in }, clock: clock, inbox: inbox,
            broadcast: Broadcast(capacity: 1 << 16), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs the hub around the body.
    func running<T: Sendable>(_ body: @Sendable (Hub) async throws -> T) async throws -> T {
        async let ended: Void = self.hub.run()
        do {
            let result = try await body(self.hub)
            self.hub.shutDown()
            try await ended
            return result
        } catch {
            self.hub.shutDown()
            _ = try? await ended
            throw error
        }
    }

    func request(_ flow: String, key: String? = nil) throws -> TriggerRequest {
        guard let frozen = self.book.catalog.flow(named: flow) else { throw HubRefusal(.stopping, detail: "no flow \(flow)") }
        return TriggerRequest(flow: frozen, cause: RunRow.Cause(by: "test"), values: [:], key: key)
    }

    /// Waits until this number of runs was archived after the cursor.
    func archived(_ count: Int, after start: Broadcast.Cursor) async -> [RunRef] {
        var runs: [RunRef] = []
        var cursor = start
        while runs.count < count {
            let batch = await self.hub.broadcast.next(after: cursor, limit: 1024)
            if batch.announcements.isEmpty, !batch.missed { break }
            runs += batch.announcements.filter { $0.tag == "sys.state" && $0.values["state"] == "archive" }.compactMap(\.run)
            cursor = batch.cursor
        }
        return runs
    }
}

extension Flow {
    /// Nodes one after the other, each started by the good end of the one before.
    static func chain(_ id: String, length: Int = 1) -> Flow {
        let nodes = (1...length).map { number in
            Node("n\(number)", .executing(type: "exec"), listen: [number == 1 ? "trigger.good" : "task.n\(number - 1).good"])
        }
        return Flow(id: id, nodes: nodes)
    }
}

extension Reply {
    var run: RunRef? { if case .accepted(let run) = self { run } else { nil } }
}

/// A clock that stands still until it is moved.
final class StillClock: Sendable {
    private let moment = Mutex(Moment(milliseconds: 1_000_000_000))
    var clock: HubClock { HubClock { self.moment.withLock(\.self) } }
    func advance(_ span: Span) { self.moment.withLock { $0 = $0 + span } }
}
