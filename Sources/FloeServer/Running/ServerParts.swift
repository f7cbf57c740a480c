import FloeAPI
import FloeCore
import FloeHub
import FloeSystem
import Logging

/// What routes are made of: the hub they ask, the places they read.
struct ServerParts: Sendable {
    let config: ServerConfig
    let hub: Hub
    let book: FlowBook
    let store: any RunStore
    /// Whether the whole text matches a pattern.
    let matches: @Sendable (_ text: String, _ pattern: String) -> Bool
    /// What a secret of a form becomes before anybody else gets it.
    let seal: @Sendable (String) -> SealedText
    let signIn: SignIn
    let sessionFile: SessionFile
    let events: EventSource
    let peers: PeerLinks?
    /// Lets agents join; nil where none may.
    let agents: AgentDoor?
    /// The rest of the cluster, for those who ask this host about it.
    let cluster: ClusterView?
    let sockets: SocketRegistry
    let streams: OpenStreams
    let metrics: Metrics
    let logger: Logger

    /// A run as it is stored.
    func run(_ ref: RunRef) async throws -> StoredRun {
        let store = self.store
        guard let run = try await BlockingPool.shared.run({ try store.run(ref) }) else { throw Refusal.noRun(ref) }
        return run
    }

    /// Why the live ones of these runs are where they are.
    func waits(of runs: [RunRow]) async throws -> [RunRef: [Wait]] {
        let live = runs.filter(\.isLive).map(\.ref)
        if live.isEmpty { return [:] }
        return try await self.hub.ask { [obstacles = self.hub.obstacles] state in
            var waits: [RunRef: [Wait]] = [:]
            for ref in live { waits[ref] = state.why(ref).map { obstacles.seen(in: $0, of: ref) } }
            return waits
        }
    }

    /// Why nothing goes on at present, if that is so.
    var trouble: StoreTrouble? {
        guard case .failing(let since, let detail) = self.hub.health else { return nil }
        return StoreTrouble(since: since, detail: detail)
    }

    /// The flow with this id, of the version that is asked for or the highest.
    func flow(_ id: String, version: Int?) throws -> FrozenFlow {
        let name = version.map { "\(id)@\($0)" } ?? id
        guard let flow = self.book.catalog.flow(named: name) else { throw Refusal.noFlow(name) }
        return flow
    }

    /// What a flow is called, if it is still there.
    func name(of flow: FlowKey) -> String {
        let catalog = self.book.catalog
        return (catalog.flow(named: flow.description) ?? catalog.flow(named: flow.id))?.flow.name ?? flow.id
    }
}
