public import FloeCore
public import FloeSystem

/// An agent that orders reach over a link: what it writes is kept in the logs of this host, and how its orders end is told like that of
/// any other.
///
/// What is told it is taken up in order by `run`, on a thread that may block.
public final class LinkedAgent: Agent {
    /// How long after a log could not be written that is tried again.
    private static let pause = Duration.seconds(1)

    private enum Item: Sendable {
        case start(Order)
        case event(LinkState.Event, CheckedContinuation<Void, Never>?)
        case linked(LinkEnd, holding: [OrderID])
    }

    /// The name of this hub's host.
    private let host: String
    private let id: AgentKeeper
    private let logs: LogStore
    private let secrets: HostSecrets
    /// Where its tasks reach this host's API.
    private let url: String?
    private let reports: HubReports
    private let items: AsyncStream<Item>
    private let put: AsyncStream<Item>.Continuation

    public init(_ id: AgentKeeper, host: String, logs: LogStore, secrets: HostSecrets, url: String?, reports: HubReports) {
        self.host = host
        self.id = id
        self.logs = logs
        self.secrets = secrets
        self.url = url
        self.reports = reports
        // The hub gives an agent no more orders at a time than it has slots, and hears one thing after the other.
        (self.items, self.put) = AsyncStream.makeStream()
    }

    public var keeper: String { self.id.description }

    public func start(_ order: Order) { self.put.yield(.start(order)) }
    public func stop(_ id: OrderID) { self.put.yield(.event(.stop(id), nil)) }
    public func forget(_ id: OrderID) { self.put.yield(.event(.forget(id), nil)) }
    public func recovered(live: [RunRef]) {}
    public func runEnded(_ run: RunRef, flow: String) { self.put.yield(.event(.runEnded(run, flow: flow), nil)) }

    /// A link is open: all is said again on it.
    ///
    /// - Parameter held: What the agent holds, of every hub.
    public func linked(_ end: LinkEnd, holding held: [HeldOrder]) {
        self.put.yield(.linked(end, holding: held.filter { $0.owner == self.host }.map(\.id)))
    }

    public func unlinked(_ number: Int) { self.put.yield(.event(.unlinked(link: number), nil)) }

    /// Takes something that the agent says; returns when it is done with it, so that an agent says no more than can be written.
    public func hear(_ saying: AgentSaying, on link: Int) async {
        await withCheckedContinuation { continuation in
            if case .terminated = self.put.yield(.event(.said(link: link, saying), continuation)) { continuation.resume() }
        }
    }

    /// Does what is to be done until the calling task is cancelled.
    public func run() async {
        var work = Work(agent: self)
        for await item in self.items {
            switch item {
            case .start(let order): work.perform(.start(order, kept: self.length(of: order)))
            case .event(let event, let continuation):
                work.perform(event)
                continuation?.resume()
            case .linked(let end, let holding):
                work.end = end
                work.perform(.linked(link: end.number, holding: holding))
            }
        }
        // Nobody may wait for what is not done any more.
        self.put.finish()
        for await item in self.items { if case .event(_, let continuation?) = item { continuation.resume() } }
    }

    private func length(of order: Order) -> Int64 {
        guard let path = try? self.logs.path(of: order.id, flow: order.flow.id) else { return 0 }
        return (try? LogFile(path: path).length()) ?? 0
    }

    /// What `run` works with.
    private struct Work {
        let agent: LinkedAgent
        var state: LinkState
        var end: LinkEnd?
        /// Orders whose output could not be written.
        var heldUp: Set<OrderID> = []
        var flows: [OrderID: String] = [:]

        init(agent: LinkedAgent) {
            self.agent = agent
            self.state = LinkState(keeper: agent.id)
        }

        mutating func perform(_ event: LinkState.Event) {
            if case .start(let order, _) = event { self.flows[order.id] = order.flow.id }
            for effect in self.state.decide(event) { self.perform(effect) }
            if case .forget(let id) = event { self.flows[id] = nil }
        }

        private mutating func perform(_ effect: LinkState.Effect) {
            switch effect {
            case .give(let order, let kept): self.end?.say(.order(self.whole(order, kept)))
            case .say(let saying): self.end?.say(saying)
            case .write(let id, let flow, let bytes): self.write(id, flow, bytes)
            case .report(let id, let outcome):
                if let flow = self.flows[id], let path = try? self.agent.logs.path(of: id, flow: flow) { LogFile(path: path).settle() }
                if self.heldUp.remove(id) != nil { self.agent.reports.heldUp(id, self.flows[id] ?? "", nil) }
                Failpoint.outcomeTell.pass()
                self.agent.reports.ended(id, outcome)
            case .heldUp(let id, let why): self.agent.reports.heldUp(id, self.flows[id] ?? "", why)
            case .progress(let order, let done, let text): self.agent.reports.progress(order, done, text)
            }
        }

        private mutating func write(_ id: OrderID, _ flow: String, _ bytes: [UInt8]) {
            var path = ""
            do {
                path = try self.agent.logs.prepare(id, flow: flow)
                try LogFile(path: path).append(bytes)
                if self.heldUp.remove(id) != nil { self.agent.reports.heldUp(id, flow, nil) }
            } catch {
                if self.heldUp.insert(id).inserted { self.agent.reports.heldUp(id, flow, "\(error)") }
                self.perform(.notWritten(id, kept: (try? LogFile(path: path).length()) ?? 0))
                let agent = self.agent
                Task {
                    try? await Task.sleep(for: LinkedAgent.pause)
                    agent.put.yield(.event(.again(id), nil))
                }
            }
        }

        /// The order with what it needs to know. What can't be given is told, and ends an order that the agent does not know yet.
        private func whole(_ order: Order, _ kept: Int64) -> GivenOrder {
            var order = order
            if let url = self.agent.url { order.env.insert("FLOE_URL=\(url)", at: 0) }
            guard order.hasSecrets else { return GivenOrder(order: order, kept: kept) }
            guard self.end?.isSecret == true else {
                let why =
                    "\(self.agent.id.name) is linked without TLS, and secrets are not sent where others can read them; give the hub a certificate (-pub_cert, -pub_key) and have the agent join it by https"
                return GivenOrder(order: order, kept: kept, problem: why)
            }
            do {
                return GivenOrder(order: order, kept: kept, secrets: try self.agent.secrets.reveal(order))
            } catch {
                return GivenOrder(order: order, kept: kept, problem: "\(error)")
            }
        }
    }
}
