import Dispatch
import FloeAgent
import FloeCore
import FloeHub
import FloeStore
import FloeSystem
import FloeTasks
import Foundation
import Logging
import Synchronization

/// A hub with all its real parts, its store on the disk that matters, in this process.
final class RunningHub: Sendable {
    private let folder: ScratchFolder
    private let hub: Hub
    private let pool: TaskPool

    /// - Parameter hasProcess: Whether its keeper is a process of its own, as that of a host is; else it is a thread of this one.
    init(keeperHasProcess hasProcess: Bool = true) throws {
        let folder = try ScratchFolder()
        let store = try SQLiteStore.file(folder.fresh())
        store.makeLogRoom()
        let (host, runs) = try store.open()
        let slots = max(8, 4 * ProcessInfo.processInfo.activeProcessorCount)
        let logger = Logger(label: "bench")
        let keeper = hasProcess ? try KeeperClient.of(root: folder.path, logger) : KeeperClient.within(logger)
        let state = HubState(settings: HubSettings(host: "h1", slots: slots, keeper: keeper.instance), host: host, runs: runs)
        let inbox = Inbox()
        let pool = TaskPool(
            keeper: keeper, host: TaskHost(name: "h1", root: folder.path), taskTypes: [ExecTask(keeper)],
            report: { inbox.post(.outcome($0, $1)) })
        let hub = Hub(
            state: state, store: store, agent: pool, book: FlowBook(), load: { _ in }, inbox: inbox,
            logger: logger)
        self.hub = hub
        self.pool = pool
        self.folder = folder
        Task { await pool.run() }
        Task { try await hub.run() }
    }

    /// Seconds from asking for a run of the flow to its archive.
    func seconds(_ flow: FrozenFlow) throws -> Double {
        let done = DispatchSemaphore(value: 0)
        let good = Mutex(false)
        let clock = ContinuousClock()
        let start = clock.now
        Task {
            var cursor = self.hub.broadcast.end
            let reply = try await self.hub.submit { .trigger(TriggerRequest(flow: flow, cause: .init(), values: [:]), $0) }
            guard case .accepted(let run) = reply else {
                done.signal()
                return
            }
            var ended = false
            while !ended {
                let batch = await self.hub.broadcast.next(after: cursor, limit: 4096)
                cursor = batch.cursor
                for told in batch.announcements where told.run == run && told.tag == "sys.end.all" {
                    good.withLock { $0 = told.good == true }
                    ended = true
                }
            }
            done.signal()
        }
        done.wait()
        guard good.withLock({ $0 }) else { throw FloorFailed(what: "run, which should end good,") }
        return (clock.now - start) / .seconds(1)
    }

    /// `true`, one after the other.
    static func chain(_ count: Int) throws -> FrozenFlow {
        try FrozenFlow.freeze(
            Flow(id: "chain-\(count)", nodes: (0..<count).map { Self.node($0, $0 == 0 ? "trigger.good" : "task.n\($0 - 1).good") }))
    }

    /// `true`, all at once, and a merge.
    static func fan(_ count: Int) throws -> FrozenFlow {
        let merge = Node("all", .merge(.init()), listen: (0..<count).map { "task.n\($0).good" })
        return try FrozenFlow.freeze(Flow(id: "fan-\(count)", nodes: (0..<count).map { Self.node($0, "trigger.good") } + [merge]))
    }

    private static func node(_ at: Int, _ listen: String) -> Node {
        var node = Node("n\(at)", .executing(type: "exec"), listen: [listen])
        node.options["cmd"] = "true"
        return node
    }
}
