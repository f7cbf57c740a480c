import FloeAgent
import FloeCore
import FloeSystem
import FloeTasks
import FloeTesting
import Logging
import Synchronization

/// A task pool with a root of its own, for the time of a test.
struct TaskBench: Sendable {
    let folder: TemporaryFolder
    let host: TaskHost
    let pool: TaskPool
    /// On a thread of the tests, whose tasks end with the bench.
    let keeper: KeeperClient
    let outcomes: Outcomes
    let progress = Lines()
    private let numbers = Tally()

    /// Where orders reach the pool over a link.
    private let link: TestLink?

    static func with<Result: Sendable>(
        _ way: AgentWay = .inProcess,
        types: @Sendable (KeeperClient) -> [any TaskType] = { [ExecTask($0)] }, environment: [String: String] = HostEnvironment.variables(),
        facts: [String: String] = ["os": "debian"], url: String? = nil, _ body: @Sendable (TaskBench) async throws -> Result
    ) async throws -> Result {
        let bench = try TaskBench(way, types: types, environment: environment, facts: facts, url: url)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await bench.pool.run() }
            if let link = bench.link {
                let journal = try AgentJournal(root: bench.folder.path)
                group.addTask(executorPreference: BlockingPool.shared) {
                    await link.desk.run(journal, keeper: bench.keeper, newStore: Self.agent.store)
                }
                group.addTask(executorPreference: BlockingPool.shared) { await link.hub.run() }
                group.addTask { await link.run() }
            }
            let result: Swift.Result<Result, any Error>
            do {
                result = .success(try await body(bench))
            } catch {
                result = .failure(error)
            }
            bench.pool.shutDown(finishWithin: .zero)
            if bench.link != nil { group.cancelAll() }
            return try result.get()
        }
    }

    private static let agent = AgentKeeper(name: "web1", store: StoreID("s1"))

    private final class Late: Sendable {
        let desk = Mutex<AgentDesk?>(nil)
    }

    init(
        _ way: AgentWay = .inProcess,
        types: (KeeperClient) -> [any TaskType] = { [ExecTask($0)] }, environment: [String: String] = HostEnvironment.variables(),
        facts: [String: String] = [:], url: String? = nil, folder: TemporaryFolder? = nil, outcomes: Outcomes = Outcomes()
    ) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.outcomes = outcomes
        self.keeper = .within(Logger(label: "tests"))
        self.host = TaskHost(name: "h1", root: self.folder.path, environment: environment, facts: facts, url: url)
        let (outcomes, progress) = (self.outcomes, self.progress)
        let late = Late()
        self.pool = TaskPool(
            keeper: self.keeper, host: self.host, taskTypes: types(self.keeper),
            report: { id, outcome in
                if let desk = late.desk.withLock({ $0 }) { desk.ended(id, outcome) } else { outcomes.tell(id, outcome) }
            },
            progress: { order, done, text in progress.add("\(order.id) \(done.map { "\($0)" } ?? "-") \(text)") })
        let seed: Int? = if case .shaken(let seed) = way { seed } else { nil }
        if case .inProcess = way {
            self.link = nil
        } else {
            let hub = LinkedAgent(
                Self.agent, host: TestLink.hub, logs: LogStore(root: self.folder.file("hub")), secrets: HostSecrets(), url: nil,
                reports: HubReports(heard: { _ in }, ended: { outcomes.tell($0, $1) }))
            let desk = AgentDesk(
                name: Self.agent.name, version: "1", tags: [], facts: [:], slots: 100, pool: self.pool, logs: self.host.logs,
                secrets: GivenSecrets(), logger: Logger(label: "tests"))
            late.desk.withLock { $0 = desk }
            self.link = TestLink(hub: hub, desk: desk, logs: self.host.logs, seed: seed)
        }
    }

    func order(
        _ options: Values = ["cmd": "true"], run: Int = 1, values: [String: String] = [:], env: [String] = [], keeper: String? = nil,
        reuse: Bool = false, _ configure: (inout Node) -> Void = { _ in }
    ) -> Order {
        var node = Node("build", .executing(type: "exec"), listen: ["trigger.good"])
        node.options = options
        configure(&node)
        let id = OrderID(run: RunRef(host: "h1", number: run), node: node.id, pass: self.numbers.add(), attempt: 1)
        return Order(
            id: id, flow: FlowKey(id: "ci", version: 1), keeper: keeper ?? self.agent.keeper, node: node, env: env, reuseSpace: reuse,
            values: values, offered: [])
    }

    /// Runs one order to its end.
    func run(_ order: Order) async -> Outcome {
        self.agent.start(order)
        return await self.outcomes.wait(for: order.id).last ?? Outcome(.lost, reason: "nothing was told")
    }

    var agent: any Agent { self.link?.hub ?? self.pool }

    /// Starts an order that runs until it is stopped, and waits until it does. The file `pid` of its workspace names its process.
    func startEndless(_ script: String = ":") async throws -> Order {
        let order = self.order(["shell": .string("\(script)\necho $$ > pid\nwhile :; do sleep 612 & wait; done")]) {
            $0.grace = Span(milliseconds: 300)
        }
        self.agent.start(order)
        let workspace = try self.workspace(order)
        try await Deadline.until("its start") { (try? Folder.names(in: workspace))?.contains("pid") == true }
        return order
    }

    func log(_ order: Order) async throws -> [UInt8] {
        // The agent keeps none that the hub has.
        let logs = self.link == nil ? self.host.logs : LogStore(root: self.folder.file("hub"))
        return try await LogFile(path: logs.path(of: order.id, flow: "ci")).read(from: 0)
    }

    /// The output of a task: its log after the first line.
    func output(_ order: Order) async throws -> String {
        let log = try await self.log(order)
        return String(decoding: log.drop { $0 != 0x0A }.dropFirst(), as: UTF8.self)
    }

    func workspace(_ order: Order) throws -> String {
        try self.host.workspaces.path(of: order.id.run, flow: "ci", shared: order.reuseSpace)
    }

    /// Lines that were announced.
    final class Lines: Sendable {
        private let value = Mutex<[String]>([])
        func add(_ line: String) { self.value.withLock { $0.append(line) } }
        var lines: [String] { self.value.withLock { $0 } }
    }
}
