public import FloeAPI
public import FloeCore
public import FloeSystem
public import Logging
internal import Synchronization

/// The hub's way to all who execute its orders: the pool of its own host, and agents that are linked, each known by what stands as the
/// keeper in an order.
///
/// It carries what is said, and decides nothing: who may link is the hub's to say.
public final class AgentLinks: Agent {
    /// How often it is looked whether anybody has fallen silent.
    private static let round = Duration.seconds(5)

    private struct Session {
        var socket: AgentSocket
        var hello: AgentHello?
        /// Once it is let in.
        var agent: LinkedAgent?
    }

    private struct State {
        var next = 1
        var sessions: [AgentEvent.Session: Session] = [:]
        var agents: [String: LinkedAgent] = [:]
        /// Whose orders these are.
        var orders: [OrderID: LinkedAgent] = [:]
        /// Who has executed something of a run.
        var runs: [RunRef: Set<String>] = [:]
        /// Nobody who calls is talked with any more.
        var isDeaf = false
    }

    private let local: any Agent
    private let host: String
    private let version: String
    private let url: String?
    private let logs: LogStore
    private let secrets: HostSecrets
    private let reports: HubReports
    private let logger: Logger
    private let state = Mutex(State())
    private let made: AsyncStream<LinkedAgent>
    private let make: AsyncStream<LinkedAgent>.Continuation

    /// - Parameters:
    ///   - local: Executes the orders of this host.
    ///   - url: Where tasks reach this host's API.
    public init(
        local: any Agent, host: String, version: String, url: String?, logs: LogStore, secrets: HostSecrets, reports: HubReports,
        logger: Logger
    ) {
        self.local = local
        self.host = host
        self.version = version
        self.url = url
        self.logs = logs
        self.secrets = secrets
        self.reports = reports
        self.logger = logger
        (self.made, self.make) = AsyncStream.makeStream()
    }

    // MARK: orders

    public var keeper: String { self.local.keeper }

    public func prepare(_ order: Order) { if AgentKeeper(order.keeper) == nil { self.local.prepare(order) } }
    public func discard(_ id: OrderID) { self.local.discard(id) }

    public func start(_ order: Order) {
        guard let keeper = AgentKeeper(order.keeper) else { return self.local.start(order) }
        let agent = self.agent(keeper)
        self.state.withLock { state in
            state.orders[order.id] = agent
            state.runs[order.id.run, default: []].insert(agent.keeper)
        }
        agent.start(order)
    }

    public func stop(_ id: OrderID) { (self.state.withLock { $0.orders[id] } ?? self.local).stop(id) }

    public func forget(_ id: OrderID) {
        guard let agent = self.state.withLock({ $0.orders.removeValue(forKey: id) }) else { return self.local.forget(id) }
        agent.forget(id)
    }

    public func recovered(live: [RunRef]) { self.local.recovered(live: live) }

    public func runEnded(_ run: RunRef, flow: String) {
        self.local.runEnded(run, flow: flow)
        let agents = self.state.withLock { state in (state.runs.removeValue(forKey: run) ?? []).compactMap { state.agents[$0] } }
        for agent in agents { agent.runEnded(run, flow: flow) }
    }

    private func agent(_ keeper: AgentKeeper) -> LinkedAgent {
        self.state.withLock { state in
            if let known = state.agents[keeper.description] { return known }
            let agent = LinkedAgent(
                keeper, host: self.host, logs: self.logs, secrets: self.secrets, url: self.url, reports: self.reports)
            state.agents[keeper.description] = agent
            self.make.yield(agent)
            return agent
        }
    }

    // MARK: links

    /// Does what the hub has decided, after its commit. Does not wait.
    public func perform(_ effect: AgentEffect) {
        switch effect {
        case .welcome(let number, let keeper): self.welcome(number, keeper)
        case .refuse(let number, let why, let text):
            guard let session = self.state.withLock({ $0.sessions[number] }), let hello = session.hello else { return }
            self.logger.warning(
                "An agent is refused: \(text)",
                metadata: ["agent": "\(hello.name)", "from": "\(session.socket.address)"])
            session.socket.send(hello.link, .refused(text, passes: why.passes))
            session.socket.close()
        case .close(let number): self.state.withLock { $0.sessions[number]?.socket }?.close()
        case .runEnded(let name, let run, let flow):
            let agent = self.state.withLock { state in state.sessions.values.first { $0.agent != nil && $0.hello?.name == name }?.agent }
            agent?.runEnded(run, flow: flow)
        }
    }

    private func welcome(_ number: AgentEvent.Session, _ keeper: AgentKeeper) {
        let agent = self.agent(keeper)
        let session = self.state.withLock { state -> Session? in
            state.sessions[number]?.agent = agent
            guard let session = state.sessions[number] else { return nil }
            for known in session.hello?.runs ?? [] where known.owner == self.host {
                state.runs[known.run, default: []].insert(agent.keeper)
            }
            return session
        }
        guard let session, let hello = session.hello else { return }
        let (link, socket) = (hello.link, session.socket)
        socket.send(link, .welcome(hub: self.host, version: self.version))
        agent.linked(LinkEnd(number: link, isSecret: socket.isSecret) { socket.send(link, .hub($0)) }, holding: hello.orders)
        self.logger.debug("An agent is linked", metadata: ["agent": "\(keeper.name)", "from": "\(socket.address)"])
    }

    /// Talks with an agent that has called, until one of them ends it.
    public func serve(_ socket: AgentSocket) async {
        let number = self.state.withLock { state in
            defer { state.next += 1 }
            state.sessions[state.next] = Session(socket: socket)
            return state.next
        }
        if self.state.withLock(\.isDeaf) { socket.close() }
        do {
            try await socket.listen { link, word in await self.hear(word, link, number, socket) }
        } catch {
            self.logger.debug("The link to an agent broke off", metadata: ["from": "\(socket.address)", "error": "\(error)"])
        }
        let session = self.state.withLock { $0.sessions.removeValue(forKey: number) }
        if let hello = session?.hello {
            session?.agent?.unlinked(hello.link)
            self.reports.heard(.closed(number))
        }
    }

    private func hear(_ word: AgentWord, _ link: Int, _ number: AgentEvent.Session, _ socket: AgentSocket) async {
        switch word {
        case .hello(let hello):
            let isFirst = self.state.withLock { state in
                guard state.sessions[number]?.hello == nil else { return false }
                state.sessions[number]?.hello = hello
                return true
            }
            if isFirst { self.reports.heard(.hello(number, hello, from: socket.address)) }
        case .agent(let saying):
            // What comes before it is let in is not heard.
            guard let agent = self.state.withLock({ $0.sessions[number]?.agent }) else { return }
            await agent.hear(saying, on: link)
        case .welcome, .refused, .hub: break
        }
    }

    /// Keeps links until the calling task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch() }
            for await agent in self.made { group.addTask(executorPreference: BlockingPool.shared) { await agent.run() } }
            group.cancelAll()
        }
        self.hangUp()
    }

    /// Closes links on which nothing is heard any more.
    private func watch() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.round)
            for socket in self.sockets where socket.silence > AgentSocket.patience { socket.close() }
        }
    }

    /// Talks with nobody who calls, from now on: the server is to end, and waits for its connections.
    public func stopServing() {
        self.state.withLock { $0.isDeaf = true }
        self.hangUp()
    }

    /// Closes all links.
    public func hangUp() { for socket in self.sockets { socket.close() } }

    private var sockets: [AgentSocket] { self.state.withLock { $0.sessions.values.map(\.socket) } }
}
