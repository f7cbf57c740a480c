public import FloeCore
internal import FloeSystem
internal import Synchronization

/// Executes orders in this process: it keeps what is known of each, gives it a log and a workspace, and tells its outcome.
///
/// Nothing runs before `run` and nothing after it. Reports are called on threads of the pool, one order's in order.
public final class TaskPool: Agent {
    public typealias Report = @Sendable (OrderID, Outcome) -> Void
    public typealias Progress = @Sendable (_ order: Order, _ done: Double?, _ text: String) -> Void

    public let keeper: String
    let host: TaskHost
    private let types: [String: any TaskType]
    private let report: Report
    private let progress: Progress
    private let state = Mutex(State())
    private let orders: AsyncStream<Order>
    private let queue: AsyncStream<Order>.Continuation
    private let closing: AsyncStream<Duration>
    private let close: AsyncStream<Duration>.Continuation

    private struct State {
        var known: [OrderID: Known] = [:]
        /// Runs that had an order here, and their flows, until they end.
        var runs: [RunRef: String] = [:]
        var closed = false
    }

    /// What is known of an order.
    private enum Known {
        case queued
        case running(Task<Outcome, Never>?, stopping: Bool)
        case ended(Outcome)
    }

    public init(
        keeper: String, host: TaskHost, taskTypes: [any TaskType], report: @escaping Report, progress: @escaping Progress = { _, _, _ in }
    ) {
        self.keeper = keeper
        self.host = host
        self.types = Dictionary(taskTypes.map { ($0.name, $0) }) { _, last in last }
        self.report = report
        self.progress = progress
        (self.orders, self.queue) = AsyncStream.makeStream()
        (self.closing, self.close) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Executes orders until it is closed and all have ended, or until its task is cancelled and all are stopped.
    public func run() async {
        await withTaskExecutorPreference(BlockingPool.shared) {
            // An earlier start that was killed could not end its tasks: their orders count as lost, so none of it may go on.
            await BackgroundSessions.shared.end(mark: self.host.mark, grace: .zero)
            await withTaskGroup { group in
                group.addTask { await self.executeAll() }
                group.addTask {
                    for await patience in self.closing {
                        try? await Task.sleep(for: patience)
                        return
                    }
                }
                // All have ended, or there is no more time for those that have not.
                _ = await group.next()
                group.cancelAll()
            }
        }
    }

    /// Takes no more orders; what runs may end within `patience` and is then stopped. `run` returns when nothing is left.
    public func shutDown(finishWithin patience: Duration) {
        self.state.withLock { $0.closed = true }
        self.queue.finish()
        self.close.yield(patience)
    }

    public func start(_ order: Order) {
        enum Step { case tell(Outcome), enqueue, nothing }
        let step = self.state.withLock { state -> Step in
            switch state.known[order.id] {
            case .ended(let outcome): return .tell(outcome)
            case .queued, .running: return .nothing
            case nil: break
            }
            guard order.keeper == self.keeper, !state.closed else {
                let lost = Outcome(.lost, reason: state.closed ? "the host is shutting down" : "the host was started anew")
                state.known[order.id] = .ended(lost)
                return .tell(lost)
            }
            state.known[order.id] = .queued
            state.runs[order.id.run] = order.flow.id
            return .enqueue
        }
        switch step {
        case .tell(let outcome): self.report(order.id, outcome)
        case .enqueue: self.queue.yield(order)
        case .nothing: break
        }
    }

    public func stop(_ id: OrderID) {
        enum Step { case tell(Outcome), cancel(Task<Outcome, Never>?) }
        let step = self.state.withLock { state -> Step in
            switch state.known[id] {
            case .ended(let outcome): return .tell(outcome)
            case .running(let work, _):
                state.known[id] = .running(work, stopping: true)
                return .cancel(work)
            case .queued, nil:
                // Remembered, so that a start that comes late, or that is under way, does nothing.
                state.known[id] = .ended(Outcome(.cancelled))
                return .tell(Outcome(.cancelled))
            }
        }
        switch step {
        case .tell(let outcome): self.report(id, outcome)
        case .cancel(let work): work?.cancel()
        }
    }

    public func forget(_ id: OrderID) {
        self.state.withLock { state in
            // Of one that runs the outcome is told yet, and then forgotten.
            if case .ended = state.known[id] { state.known.removeValue(forKey: id) }
        }
    }

    public func runEnded(_ run: RunRef) {
        guard let flow = self.state.withLock({ $0.runs.removeValue(forKey: run) }) else { return }
        self.host.leftovers.runEnded(run, flow: flow)
    }

    /// Orders that have not ended.
    public var running: Int {
        self.state.withLock { state in
            state.known.values.reduce(0) { count, known in if case .ended = known { count } else { count + 1 } }
        }
    }

    private func executeAll() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.host.leftovers.run() }
            for await order in self.orders { group.addTask { await self.execute(order) } }
            // Closed or cancelled: what runs is waited for by the group.
            self.host.leftovers.finish()
        }
    }

    private func execute(_ order: Order) async {
        let id = order.id
        let begun = self.state.withLock { state in
            guard case .queued = state.known[id] else { return false }
            state.known[id] = .running(nil, stopping: false)
            return true
        }
        guard begun else { return }
        let work = Task(executorPreference: BlockingPool.shared) { await self.outcome(of: order) }
        let stopping = self.state.withLock { state in
            guard case .running(_, let stopping) = state.known[id] else { return false }
            state.known[id] = .running(work, stopping: stopping)
            return stopping
        }
        if stopping { work.cancel() }
        let outcome = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        self.state.withLock { $0.known[id] = .ended(outcome) }
        self.report(id, outcome)
    }

    private func outcome(of order: Order) async -> Outcome {
        guard let type = self.types[order.type] else {
            let known = self.types.keys.sorted().joined(separator: ", ")
            return Outcome(.error, reason: "this host knows no task type '\(order.type)'; it has \(known)")
        }
        if Task.isCancelled { return Outcome(.cancelled) }
        let place: TaskPlace
        do {
            place = try await self.host.place(for: order) { done, text in self.progress(order, done, text) }
        } catch {
            return Outcome(.error, reason: error.description)
        }
        let outcome = await type.run(order, at: place)
        if !order.node.artifacts.isEmpty, outcome.kind == .good || outcome.kind == .bad {
            await self.keepArtifacts(of: order, at: place)
        }
        return outcome
    }

    private func keepArtifacts(of order: Order, at place: TaskPlace) async {
        await BlockingPool.shared.run {
            let log = LogFile(path: place.log)
            let notes = self.host.artifacts.keep(
                order.node.artifacts, of: order.id, flow: order.flow.id, workspace: place.workspace)
            for note in notes { log.append(line: "floe: \(note)") }
        }
    }
}
