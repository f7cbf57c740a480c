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
    private let closing: AsyncStream<Duration>
    private let close: AsyncStream<Duration>.Continuation

    private enum Phase { case fresh, open, closed }

    private struct State {
        var phase = Phase.fresh
        /// Orders that came before `run`.
        var early: [Order] = []
        var known: [OrderID: Known] = [:]
        /// Runs that had an order here, and their flows, until they end.
        var runs: [RunRef: String] = [:]
    }

    /// What is known of an order.
    private enum Known {
        case queued
        case running(Task<Void, Never>)
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
        (self.closing, self.close) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Executes orders until it is shut down and all have ended, or until its task is cancelled and all are stopped.
    ///
    /// It waits for every task it started: when it has returned nothing of the pool runs any more.
    public func run() async {
        // An earlier start that was killed could not end its tasks: their orders count as lost, so none of it may go on.
        await BackgroundSessions.shared.end(mark: self.host.mark, grace: .zero)
        async let leftovers: Void = self.host.leftovers.run()
        self.open()
        var patience = Duration.zero
        for await time in self.closing {
            patience = time
            break
        }
        let works = self.closed()
        await withTaskGroup { [patience] group in
            group.addTask {
                try? await Task.sleep(for: patience)
                for work in works { work.cancel() }
            }
            for work in works { await work.value }
            group.cancelAll()
        }
        self.host.leftovers.finish()
        await leftovers
    }

    /// Takes no more orders; what runs may end within `patience` and is then stopped. `run` returns when nothing is left.
    public func shutDown(finishWithin patience: Duration) {
        _ = self.closed()
        self.close.yield(patience)
    }

    public func start(_ order: Order) {
        let told = self.state.withLock { state -> Outcome? in
            switch state.known[order.id] {
            case .ended(let outcome): return outcome
            case .queued, .running: return nil
            case nil: break
            }
            guard order.keeper == self.keeper, state.phase != .closed else {
                let why = state.phase == .closed ? "the host is shutting down" : "the host was started anew"
                let lost = Outcome(.lost, reason: why)
                state.known[order.id] = .ended(lost)
                return lost
            }
            state.runs[order.id.run] = order.flow.id
            if state.phase == .open {
                self.begin(order, &state)
            } else {
                state.known[order.id] = .queued
                state.early.append(order)
            }
            return nil
        }
        if let told { self.report(order.id, told) }
    }

    public func stop(_ id: OrderID) {
        let told = self.state.withLock { state -> Outcome? in
            switch state.known[id] {
            case .ended(let outcome): return outcome
            case .running(let work):
                work.cancel()
                return nil
            case .queued, nil:
                // Remembered, so that a start that comes late does nothing.
                state.known[id] = .ended(Outcome(.cancelled))
                return Outcome(.cancelled)
            }
        }
        if let told { self.report(id, told) }
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

    private func open() {
        self.state.withLock { state in
            // Also when it was shut down meanwhile: what was accepted is told.
            if state.phase == .fresh { state.phase = .open }
            for order in state.early {
                if case .queued = state.known[order.id] { self.begin(order, &state) }
            }
            state.early = []
        }
    }

    private func closed() -> [Task<Void, Never>] {
        self.state.withLock { state in
            state.phase = .closed
            return state.known.values.compactMap { if case .running(let work) = $0 { work } else { nil } }
        }
    }

    /// A task for each order, on threads that may block: between its start and its process there is one hop, and one after its end.
    private func begin(_ order: Order, _ state: inout State) {
        state.known[order.id] = .running(
            Task(executorPreference: BlockingPool.shared) {
                let outcome = await self.outcome(of: order)
                self.state.withLock { $0.known[order.id] = .ended(outcome) }
                self.report(order.id, outcome)
            })
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
