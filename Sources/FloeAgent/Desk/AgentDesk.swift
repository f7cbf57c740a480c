public import FloeCore
public import FloeSystem
public import Logging
internal import Synchronization

/// An agent: takes orders from the hubs it is linked to, has its pool execute them, and tells what comes of them.
///
/// What has come is decided in one go, written down, and only then done.
public final class AgentDesk: Sendable {
    /// How long after the journal could not be written that is tried again.
    private static let pause = Duration.seconds(1)

    /// A link that a hub has welcomed.
    public struct Link: Sendable {
        public var owner: String
        public var number: Int
        public var teller: OutputTeller
        public var say: @Sendable (AgentSaying) -> Void

        public init(owner: String, number: Int, teller: OutputTeller, say: @escaping @Sendable (AgentSaying) -> Void) {
            self.owner = owner
            self.number = number
            self.teller = teller
            self.say = say
        }
    }

    private enum Item: Sendable {
        case event(AgentState.Event)
        case outcome(OrderID, Outcome)
        case linked(Link)
        case unlinked(Link)
        /// What it says of itself on the next link, whose number is written down before.
        case hello(CheckedContinuation<AgentHello?, Never>)
    }

    private struct Inbox {
        var items: [Item] = []
        /// Nothing is taken any more.
        var isClosed = false

        mutating func takeAll() -> [Item] {
            defer { self.items = [] }
            return self.items
        }
    }

    public let name: String
    private let slots: Int
    private let version: String
    private let tags: [String]
    private let facts: [String: String]
    private let pool: TaskPool
    private let logs: LogStore
    private let secrets: GivenSecrets
    private let logger: Logger
    private let inbox = Mutex(Inbox())
    private let links = Mutex<[String: Link]>([:])
    private let atWork = Mutex<Set<RunRef>>([])
    private let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - pool: Made with reports that are passed on to `ended`, and run by others.
    ///   - secrets: The ones that the pool's host reveals.
    public init(
        name: String, version: String, tags: [String], facts: [String: String], slots: Int, pool: TaskPool, logs: LogStore,
        secrets: GivenSecrets, logger: Logger
    ) {
        self.name = name
        self.version = version
        self.tags = tags
        self.facts = facts
        self.slots = slots
        self.pool = pool
        self.logs = logs
        self.secrets = secrets
        self.logger = logger
        (self.bell, self.ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    private func put(_ item: Item) {
        let isClosed = self.inbox.withLock { inbox in
            if !inbox.isClosed { inbox.items.append(item) }
            return inbox.isClosed
        }
        if isClosed, case .hello(let continuation) = item { continuation.resume(returning: nil) }
        self.ring.yield()
    }

    /// Whether a run has not ended, as far as the hub has told.
    public func isAtWork(_ run: RunRef) -> Bool { self.atWork.withLock { $0.contains(run) } }

    /// An attempt ended, as the pool tells.
    public func ended(_ id: OrderID, _ outcome: Outcome) { self.put(.outcome(id, outcome)) }

    public func linked(_ link: Link) { self.put(.linked(link)) }
    public func unlinked(_ link: Link) { self.put(.unlinked(link)) }

    public func heard(_ saying: HubSaying, on link: Link) {
        if case .kept(let id, let offset) = saying { return link.teller.kept(id, offset) }
        self.put(.event(.said(owner: link.owner, link: link.number, saying)))
    }

    /// What the keeper or a task tells of an order, for whoever gave it.
    public func tell(_ saying: AgentSaying, of id: OrderID) {
        let links = self.links.withLock { Array($0.values) }
        // A hub passes over what is said of orders that are not its own.
        for link in links { link.say(saying) }
    }

    /// What it says of itself on its next link; nil when it is ending.
    public func hello() async -> AgentHello? { await withCheckedContinuation { self.put(.hello($0)) } }

    /// Works until the calling task is cancelled. Blocks at times, and belongs on a thread that may.
    ///
    /// - Parameters:
    ///   - keeper: Asked what it holds from before.
    ///   - newStore: An identity that was never used.
    public func run(_ journal: AgentJournal, keeper: KeeperClient, newStore: StoreID) async {
        var held: Set<OrderID> = []
        for begun in journal.records.orders.values where begun.ended == nil && begun.order.keeper == keeper.instance {
            if await keeper.holds(begun.order.id.description) { held.insert(begun.order.id) }
        }
        var state = AgentState(slots: self.slots, records: journal.records) { held.contains($0.id) }
        if journal.records.store == nil { await self.write([.me(newStore, link: 0)], journal) }
        for effect in state.opened().effects { self.perform(effect) }
        for id in state.orphans {
            let lost = Outcome(.lost, reason: "the agent and what ran on it ended")
            let decision = state.decide(.ended(id, lost, length: self.length(of: id, state.flow(of: id))), keeper: keeper.instance)
            await self.write(decision.records, journal)
        }
        self.pool.recovered(live: state.known.map(\.run))
        self.atWork.withLock { $0 = Set(state.known.map(\.run)) }
        for await _ in self.bell {
            if Task.isCancelled { break }
            await self.take(&state, journal, keeper)
        }
        let rest = self.inbox.withLock { inbox in
            inbox.isClosed = true
            return inbox.takeAll()
        }
        for item in rest { if case .hello(let continuation) = item { continuation.resume(returning: nil) } }
    }

    private func take(_ state: inout AgentState, _ journal: AgentJournal, _ keeper: KeeperClient) async {
        let items = self.inbox.withLock { $0.takeAll() }
        var records: [AgentRecord] = []
        var link = journal.records.link
        let store = journal.records.store
        var deeds: [() -> Void] = []
        for item in items {
            let event: AgentState.Event
            switch item {
            case .event(let told): event = told
            case .outcome(let id, let outcome): event = .ended(id, outcome, length: self.length(of: id, state.flow(of: id)))
            case .linked(let link):
                deeds.append { self.links.withLock { $0[link.owner] = link } }
                event = .linked(owner: link.owner, link: link.number)
            case .unlinked(let link):
                deeds.append { self.links.withLock { links in if links[link.owner]?.number == link.number { links[link.owner] = nil } } }
                event = .unlinked(owner: link.owner, link: link.number)
            case .hello(let continuation):
                guard let store else { continue }
                link += 1
                records.append(.me(store, link: link))
                let hello = AgentHello(
                    name: self.name, store: store, link: link, version: self.version, tags: self.tags, facts: self.facts,
                    slots: self.slots, orders: state.held, runs: state.known)
                deeds.append { continuation.resume(returning: hello) }
                continue
            }
            let decision = state.decide(event, keeper: keeper.instance)
            records += decision.records
            for effect in decision.effects { deeds.append { self.perform(effect) } }
        }
        await self.write(records, journal)
        self.atWork.withLock { $0 = Set(state.known.map(\.run)) }
        for deed in deeds { deed() }
    }

    /// Nothing goes on before it is written.
    private func write(_ records: [AgentRecord], _ journal: AgentJournal) async {
        var isTold = false
        while true {
            do {
                return try journal.write(records)
            } catch {
                if !isTold { self.logger.error("The agent takes and tells nothing until it can write: \(error)") }
                isTold = true
                try? await Task.sleep(for: Self.pause)
                if Task.isCancelled { return }
            }
        }
    }

    private func length(of id: OrderID, _ flow: String?) -> Int64 {
        guard let flow, !flow.isEmpty, let path = try? self.logs.path(of: id, flow: flow) else { return 0 }
        return (try? LogFile(path: path).length()) ?? 0
    }

    private func perform(_ effect: AgentState.Effect) {
        switch effect {
        case .start(let order, let secrets):
            self.secrets.put(order.id, secrets ?? (order.hasSecrets ? nil : TaskSecrets()))
            self.pool.start(order)
        case .stop(let id): self.pool.stop(id)
        case .forget(let id, let flow):
            self.secrets.put(id, nil)
            self.pool.forget(id)
            for link in self.links.withLock({ Array($0.values) }) { link.teller.drop(id) }
            guard !flow.isEmpty, let path = try? self.logs.path(of: id, flow: flow) else { return }
            // The hub has all of it.
            LogFile(path: path).remove()
        case .tell(let owner, let id, let flow, let from, let ended):
            if ended != nil { self.secrets.put(id, nil) }
            self.links.withLock { $0[owner] }?.teller.tell(id, flow: flow, from: from, ended)
        case .say(let owner, let saying): self.links.withLock { $0[owner] }?.say(saying)
        case .runEnded(let run, let flow): self.pool.runEnded(run, flow: flow)
        }
    }
}
