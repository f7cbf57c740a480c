import FloeCore
import FloeHub
import FloeStore
import FloeTesting
import Logging
import ServiceLifecycle

@testable import FloeServer

/// A server on a free port, with a hub and a store in memory, in a folder of its own.
struct ServerFixture: Sendable {
    static let admin = "letmein-please"

    /// Removed with the fixture.
    let folder: TemporaryFolder
    let store: SQLiteStore
    let agent: HeldAgent
    let hub: Hub
    let book: FlowBook
    let server: FloeServer

    /// What a test works with while the server runs.
    struct Site: Sendable {
        let fixture: ServerFixture
        let ports: [Int]
        let stop: @Sendable () async -> Void
        var port: Int { self.ports[0] }
    }

    init(
        flows: [Flow] = [], folder: TemporaryFolder? = nil, script: @escaping @Sendable (Order) -> Outcome? = { _ in Outcome(.good) },
        configure: (inout ServerConfig) -> Void = { _ in }, logs: Texts? = nil
    ) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.store = try SQLiteStore.memory()
        let inbox = Inbox()
        self.agent = HeldAgent(inbox, script: script)
        self.book = FlowBook(FlowCatalog(flows.map { FrozenFlow(digest: "digest of \($0.key)", flow: $0) }))
        let logger = Logger(label: "test") { _ in if let logs { KeptLog(logs) as any LogHandler } else { SwiftLogNoOpLogHandler() } }
        let (host, runs) = try self.store.open()
        let settings = HubSettings(host: "h1", slots: 8, keeper: self.agent.keeper)
        self.hub = Hub(
            state: HubState(settings: settings, host: host, runs: runs), store: self.store, agent: self.agent, book: self.book,
            load: { _ in }, inbox: inbox, logger: logger)
        var config = ServerConfig(
            root: self.folder.path, admin: Self.admin, host: ServerConfig.Host(name: "h1", tags: ["linux"], version: "1.2.3"))
        config.publicBind.port = 0
        configure(&config)
        self.server = try FloeServer(
            config: config, hub: self.hub, book: self.book, store: self.store,
            matches: { text, pattern in pattern == "[a-z]+" ? text.utf8.allSatisfy { (0x61...0x7A).contains($0) } : true },
            seal: { _ in SealedText(cipher: "c1pher") },
            logger: logger)
    }

    /// Runs hub and server around the body, and stops both gracefully.
    func running(_ body: @Sendable (Site) async throws -> Void) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: Running {
                            try await self.hub.run()
                        } stop: {
                            self.hub.shutDown()
                        }),
                    .init(
                        service: Running {
                            try await self.server.run()
                        } stop: {
                        }),
                ], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            guard let ports = await self.server.boundPorts() else { throw Connection.Broken(description: "the server did not start") }
            do {
                try await body(Site(fixture: self, ports: ports) { await group.triggerGracefulShutdown() })
            } catch {
                await group.triggerGracefulShutdown()
                try? await tasks.waitForAll()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// Something that runs until it is told to stop.
struct Running: Service {
    let body: @Sendable () async throws -> Void
    let stop: @Sendable () -> Void

    init(_ body: @escaping @Sendable () async throws -> Void, stop: @escaping @Sendable () -> Void) {
        self.body = body
        self.stop = stop
    }

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await self.body()
        } onGracefulShutdown: {
            self.stop()
        }
    }
}
