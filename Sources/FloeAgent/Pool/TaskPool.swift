public import FloeCore
public import FloeSystem
internal import Synchronization

/// Executes orders in this process: it keeps what is known of each, gives it a log and a workspace, and tells its outcome.
///
/// Nothing runs before `run` and nothing after it. Reports are called on threads of the pool, one order's in order.
public final class TaskPool: Agent {
    public typealias Report = @Sendable (OrderID, Outcome) -> Void
    /// Goes around each attempt for those who watch it: calls the work once, and returns when all of it was shown.
    public typealias Watch = @Sendable (_ order: Order, _ log: String, _ work: @Sendable () async -> Outcome) async -> Outcome
    public typealias Progress = @Sendable (_ order: Order, _ done: Double?, _ text: String) -> Void

    /// What owns the processes of tasks.
    private let client: KeeperClient
    let host: TaskHost
    private let types: [String: any TaskType]
    private let report: Report
    private let logged: @Sendable (Int64) -> Void
    private let watch: Watch
    private let progress: Progress
    private let keeperHeard: @Sendable (KeeperNews, _ flow: String?) -> Void
    private let state = Mutex(State())
    private let closing: AsyncStream<Duration>
    private let close: AsyncStream<Duration>.Continuation
    private let recovery: AsyncStream<Void>
    private let endRecovery: AsyncStream<Void>.Continuation

    private enum Phase { case fresh, open, closed }

    private struct State {
        var phase = Phase.fresh
        /// What runs under the keeper goes on without this pool, and is not told any more.
        var isLeaving = false
        /// Orders that came before `run`.
        var early: [Order] = []
        var known: [OrderID: Known] = [:]
    }

    /// An attempt that is being executed.
    private struct Work {
        var task: Task<Void, Never>
        /// Of the run; nil where it is not known.
        var flow: String?
        var outlives: Bool
        /// Of one whose start is being stored.
        var gate: HeldStart?
    }

    /// What is known of an order.
    private enum Known {
        case queued
        case running(Work)
        case ended(Outcome)
    }

    /// - Parameters:
    ///   - logged: Told how many bytes of output an attempt came to, when it has ended.
    ///   - keeperHeard: Told what the keeper tells beside the ends of orders, with the flow of the order where it is known.
    public init(
        keeper: KeeperClient, host: TaskHost, taskTypes: [any TaskType], report: @escaping Report,
        logged: @escaping @Sendable (Int64) -> Void = { _ in }, progress: @escaping Progress = { _, _, _ in },
        watch: @escaping Watch = { _, _, work in await work() },
        keeperHeard: @escaping @Sendable (KeeperNews, _ flow: String?) -> Void = { _, _ in }
    ) {
        self.client = keeper
        self.host = host
        self.types = Dictionary(taskTypes.map { ($0.name, $0) }) { _, last in last }
        self.report = report
        self.logged = logged
        self.watch = watch
        self.progress = progress
        self.keeperHeard = keeperHeard
        (self.closing, self.close) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
        (self.recovery, self.endRecovery) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    public var keeper: String { self.client.instance }

    /// Executes orders until it is shut down and all have ended, or until its task is cancelled and all are stopped.
    ///
    /// It waits for every task it started: when it has returned nothing of the pool runs any more, but what the keeper of a host
    /// goes on with for the next start.
    public func run() async {
        self.client.open { self.keeperHeard($0, self.flow(of: $0)) }
        async let settled: Void = self.settleHeld()
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
                for work in works where !work.outlives { work.task.cancel() }
                for work in works where !work.outlives { await work.task.value }
                guard self.client.outlives else {
                    for work in works { work.task.cancel() }
                    return
                }
                self.state.withLock { $0.isLeaving = true }
                await self.client.leave()
            }
            for work in works { await work.task.value }
            group.cancelAll()
        }
        await self.client.leave()
        self.endRecovery.finish()
        await settled
    }

    /// What the keeper holds from before, and the hub has not asked for, is nobody's.
    private func settleHeld() async {
        for await _ in self.recovery {
            let held = await self.client.held()
            let known = self.state.withLock { Set($0.known.keys.map(\.description)) }
            await withTaskGroup { group in
                for id in held where !known.contains(id) {
                    group.addTask {
                        if await self.client.stop(id) != .left { self.client.forget(id) }
                    }
                }
            }
        }
    }

    public func recovered(live: [RunRef]) {
        self.client.live(live.map(\.description))
        self.endRecovery.yield()
    }

    /// Takes no more orders; what runs may end within `patience` and is then stopped. `run` returns when nothing is left.
    public func shutDown(finishWithin patience: Duration) {
        _ = self.closed()
        self.close.yield(patience)
    }

    public func prepare(_ order: Order) {
        guard let type = self.types[order.type], type.preparesAhead else { return }
        self.state.withLock { state in
            guard state.phase == .open, state.known[order.id] == nil, order.keeper == self.keeper else { return }
            self.begin(order, after: HeldStart(), &state)
        }
    }

    public func discard(_ id: OrderID) {
        let gate = self.state.withLock { state -> HeldStart? in
            guard case .running(let work) = state.known[id], work.gate != nil else { return nil }
            state.known.removeValue(forKey: id)
            return work.gate
        }
        gate?.shut()
    }

    public func start(_ order: Order) {
        var prepared: HeldStart?
        let told = self.state.withLock { state -> Outcome? in
            switch state.known[order.id] {
            case .ended(let outcome): return outcome
            case .queued: return nil
            case .running(var work):
                prepared = work.gate
                work.gate = nil
                state.known[order.id] = .running(work)
                return nil
            case nil: break
            }
            // The next start begins it.
            if state.phase == .closed, self.client.outlives { return nil }
            guard order.keeper == self.keeper, state.phase != .closed else {
                let why = state.phase == .closed ? "the host is shutting down" : "the keeper it was ordered from has ended"
                let lost = Outcome(.lost, reason: why)
                state.known[order.id] = .ended(lost)
                return lost
            }
            if state.phase == .open {
                self.begin(order, &state)
            } else {
                state.known[order.id] = .queued
                state.early.append(order)
            }
            return nil
        }
        prepared?.open()
        if let told { self.report(order.id, told) }
    }

    public func stop(_ id: OrderID) {
        let told = self.state.withLock { state -> Outcome? in
            switch state.known[id] {
            case .ended(let outcome): return outcome
            case .running(let work):
                work.task.cancel()
                return nil
            case .queued:
                // Remembered, so that a start that comes late does nothing.
                state.known[id] = .ended(Outcome(.cancelled))
                return Outcome(.cancelled)
            case nil:
                // The keeper may have it from before; if it does not, it will not start it any more.
                self.begin(id, flow: nil, outlives: true, &state) {
                    await self.client.stop(id.description) == .left ? Outcome(.lost) : Outcome(.cancelled)
                }
                return nil
            }
        }
        if let told { self.report(id, told) }
    }

    public func forget(_ id: OrderID) {
        self.state.withLock { state in
            // Of one that runs the outcome is told yet, and then forgotten.
            if case .ended = state.known[id] {
                state.known.removeValue(forKey: id)
                self.client.forget(id.description)
            }
        }
    }

    public func runEnded(_ run: RunRef, flow: String) {
        guard let folder = try? self.host.logs.folder(of: run, flow: flow) else { return }
        self.client.runEnded(run.description, mark: "FLOE_OUTPUT=\(folder)/")
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

    private func closed() -> [Work] {
        self.state.withLock { state in
            state.phase = .closed
            return state.known.values.compactMap { if case .running(let work) = $0 { work } else { nil } }
        }
    }

    private func begin(_ order: Order, after gate: HeldStart? = nil, _ state: inout State) {
        let outlives = self.types[order.type]?.outlives ?? false
        self.begin(order.id, flow: order.flow.id, outlives: outlives, after: gate, &state) {
            await self.outcome(of: order, after: gate ?? OpenGate() as any StartGate)
        }
    }

    /// A task for each order, on threads that may block.
    ///
    /// - Parameter flow: Of the run; nil where it is not known.
    private func begin(
        _ id: OrderID, flow: String?, outlives: Bool, after gate: HeldStart? = nil, _ state: inout State,
        _ work: @escaping @Sendable () async -> Outcome
    ) {
        let task = Task(executorPreference: BlockingPool.shared) {
            let outcome = await work()
            // What was never started has no end either.
            if let gate, await !gate.opens() { return }
            let isTold = self.state.withLock { state in
                // What this pool does not live to see is told by the next.
                if state.isLeaving, outlives, outcome.kind == .lost { return false }
                state.known[id] = .ended(outcome)
                return true
            }
            guard isTold else { return }
            if let flow { self.measureLog(of: id, flow: flow) }
            Failpoint.outcomeTell.pass()
            self.report(id, outcome)
        }
        state.known[id] = .running(Work(task: task, flow: flow, outlives: outlives, gate: gate))
    }

    /// Of the order that the keeper tells of.
    private func flow(of news: KeeperNews) -> String? {
        switch news {
        case .changed, .silent, .answers: return nil
        case .held(let id, _), .goesOn(let id):
            return self.state.withLock { state in
                guard let order = OrderID(id), case .running(let work) = state.known[order] else { return nil }
                return work.flow
            }
        }
    }

    /// An attempt that never began has no log.
    private func measureLog(of id: OrderID, flow: String) {
        guard let path = try? self.host.logs.path(of: id, flow: flow), let bytes = try? LogFile(path: path).length() else { return }
        self.logged(bytes)
    }

    private func outcome(of order: Order, after gate: any StartGate) async -> Outcome {
        guard let type = self.types[order.type] else {
            let known = self.types.keys.sorted().joined(separator: ", ")
            return Outcome(.error, reason: "this host knows no task type '\(order.type)'; it has \(known)")
        }
        if Task.isCancelled { return Outcome(.cancelled) }
        let place: TaskPlace
        do {
            var made = try await self.host.place(for: order) { done, text in self.progress(order, done, text) }
            made.gate = gate
            place = made
        } catch {
            return Outcome(.error, reason: error.description)
        }
        return await self.watch(order, place.log) { await self.outcome(of: order, type, at: place) }
    }

    private func outcome(of order: Order, _ type: any TaskType, at place: TaskPlace) async -> Outcome {
        var hidden: HiddenTask
        do {
            hidden = try await self.host.hide(order, at: place)
        } catch {
            // One that the keeper goes on with was given its secrets when it began.
            guard await self.client.holds(order.id.description) else {
                guard await place.gate.opens() else { return Outcome(.lost) }
                await BlockingPool.shared.run { _ = LogFile(path: place.log).append(line: "floe: \(error)") }
                return Outcome(.error, reason: error.description)
            }
            hidden = HiddenTask(place, TaskSecrets())
        }
        let told = await type.run(order, at: hidden.place)
        // Begun before this program was: what it was given may be another now.
        hidden.hide(self.client.secrets(of: order.id.description))
        var outcome = hidden.shown(told)
        if !order.node.artifacts.isEmpty, outcome.kind == .good || outcome.kind == .bad {
            outcome = await self.keepArtifacts(of: order, at: hidden, outcome)
        }
        return outcome
    }

    /// The outcome with them: a task is not good whose artifacts are not all there.
    private func keepArtifacts(of order: Order, at hidden: HiddenTask, _ outcome: Outcome) async -> Outcome {
        await BlockingPool.shared.run {
            let log = LogFile(path: hidden.place.log)
            let kept = self.host.artifacts.keep(
                order.node.artifacts, of: order.id, flow: order.flow.id, workspace: hidden.place.workspace,
                refusing: { hidden.mask.finds(in: $0) })
            Failpoint.artifactsKept.pass()
            for note in kept.notes { log.append(line: "floe: \(hidden.mask.masked(note))") }
            guard let problem = kept.problem.map({ hidden.mask.masked($0) }), outcome.kind == .good else { return outcome }
            // Without its status, which says that all went well.
            return Outcome(.bad, reason: problem, values: outcome.values)
        }
    }
}
