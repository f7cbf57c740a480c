import FloeAgent
import FloeConfig
import FloeCore
import FloeHub
import FloeSystem
import FloeTasks
import Glibc
import Logging
import Synchronization

/// Runs an agent from start to end.
enum AgentProgram {
    /// What is built before it runs.
    private struct Parts: Sendable {
        let root: HostRoot
        let keeper: KeeperClient
        let pool: TaskPool
        let desk: AgentDesk
        let dial: AgentDial
    }

    /// The desk is made after the pool that tells it how attempts end.
    private final class Late: Sendable {
        private let made = Mutex<AgentDesk?>(nil)
        var desk: AgentDesk? {
            get { self.made.withLock { $0 } }
            set { self.made.withLock { $0 = newValue } }
        }
    }

    static func run(_ config: AgentConfig) async throws {
        let logger = config.logOutput.logger(level: config.logLevel)
        for address in config.join
        where address.hasPrefix("http://") && !address.hasPrefix("http://127.") && !address.hasPrefix("http://localhost") {
            logger.warning("\(address) is called without TLS: the token and all output can be read on the way, and secrets are not sent")
        }
        let parts = try await BlockingPool.shared.run { try Self.parts(config, logger) }
        let journal = try await BlockingPool.shared.run { () throws(FileProblem) in try AgentJournal(root: config.root) }
        logger.notice("floe \(FloeVersion.current), agent \(config.hostName)", metadata: ["tags": "\(config.tags.joined(separator: ","))"])
        let refusal = await withTaskGroup(of: String?.self) { group in
            group.addTask { await Self.heed(logger) }
            group.addTask(executorPreference: BlockingPool.shared) {
                await parts.desk.run(journal, keeper: parts.keeper, newStore: HubCluster.newStoreID())
                return ""
            }
            group.addTask {
                do {
                    try await parts.dial.run(config.join)
                    return ""
                } catch {
                    return "\(error)"
                }
            }
            let old = OldWorkspaces(root: parts.root.path, isAtWork: { parts.desk.isAtWork($0) }) { logger.warning("\($0)") }
            group.addTask {
                await old.run()
                return nil
            }
            async let pool: Void = parts.pool.run()
            var refusal = await group.next().flatMap(\.self)
            // Tasks end or go on under the keeper; then nothing is told any more.
            parts.pool.shutDown(finishWithin: refusal == nil ? Engine.patience : .zero)
            await pool
            group.cancelAll()
            for await other in group { refusal = refusal ?? other }
            return refusal
        }
        if let refusal, !refusal.isEmpty { throw CommandFailure(refusal, .unreachable) }
    }

    /// Nil when it is told to end: the first signal ends the agent in order, the second at once.
    private static func heed(_ logger: Logger) async -> String? {
        var signals = Signals.stream([SIGTERM, SIGINT]).makeAsyncIterator()
        guard let signal = await signals.next() else { return nil }
        logger.notice("\(Signals.name(signal)): ending; commands that run go on, and the next start takes them up")
        Task {
            for await signal in Signals.stream([SIGTERM, SIGINT]) { exit(128 + signal) }
        }
        return nil
    }

    private static func parts(_ config: AgentConfig, _ logger: Logger) throws -> Parts {
        let root = try HostRoot(config.root)
        if access("\(config.root)/floe.sqlite", F_OK) == 0 {
            throw CommandFailure("\(config.root) belongs to a host; give the agent a folder of its own with -root", .usage)
        }
        let keeper = try KeeperClient.of(root: root.path, logger)
        let secrets = GivenSecrets()
        let late = Late()
        let host = TaskHost(
            name: config.hostName, root: root.path, environment: HostEnvironment.variables(passing: config.passEnv), facts: config.facts,
            reveal: { (order) throws(SecretProblem) in try secrets.reveal(order) })
        let pool = TaskPool(
            keeper: keeper, host: host, taskTypes: Engine.taskTypes(keeper), report: { late.desk?.ended($0, $1) },
            progress: { order, done, text in late.desk?.tell(.progress(order.id, done, text), of: order.id) },
            keeperHeard: { news, _ in Self.take(news, late.desk, logger) })
        let desk = AgentDesk(
            name: config.hostName, version: FloeVersion.current, tags: config.tags, facts: config.facts, slots: config.slots, pool: pool,
            logs: host.logs, secrets: secrets, logger: logger)
        late.desk = desk
        let dial = try AgentDial(desk: desk, token: config.token, authorities: config.authorities, root: root.path, logger: logger)
        return Parts(root: root, keeper: keeper, pool: pool, desk: desk, dial: dial)
    }

    private static func take(_ news: KeeperNews, _ desk: AgentDesk?, _ logger: Logger) {
        switch news {
        case .held(let id, let why):
            logger.warning("The output of a task cannot be stored, and it is held up until it can: \(why)", metadata: ["task": "\(id)"])
            if let order = OrderID(id) { desk?.tell(.heldUp(order, why), of: order) }
        case .goesOn(let id): if let order = OrderID(id) { desk?.tell(.heldUp(order, nil), of: order) }
        case .changed: logger.warning("The keeper ended, and another has taken its place: what it ran is lost")
        case .silent(let process): logger.warning("The keeper, process \(process), does not answer")
        case .answers: break
        }
    }
}
