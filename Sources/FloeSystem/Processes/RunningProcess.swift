internal import CSpawn
internal import Glibc
internal import Synchronization

/// A process of ours, the leader of a session of its own.
///
/// Its exit is noticed by one thread for all processes. It stays a zombie until `release` or until nobody refers to it, so that its
/// id, which is also that of its session, stays taken while somebody may signal it.
public final class RunningProcess: Sendable {
    /// How a wait ended.
    public enum Wait: Sendable, Hashable {
        /// Its exit status; 128 + N after signal N.
        case exited(Int32)
        case deadline
        case cancelled
    }

    private struct State {
        var status: Int32?
        var released = false
        var nextWaiter = 1
        var waiters: [Int: CheckedContinuation<Wait, Never>] = [:]
    }

    /// Of the process and of its session.
    public let id: Int32
    private let descriptor: Int32
    private let state = Mutex(State())

    private init(id: Int32, descriptor: Int32) {
        self.id = id
        self.descriptor = descriptor
    }

    deinit { self.release() }

    /// Starts a process. Blocks until the program is loaded.
    public static func start(_ spec: ProcessSpec) throws(SpawnProblem) -> RunningProcess {
        try self.start(spec, on: .shared)
    }

    static func start(_ spec: ProcessSpec, on thread: EventThread) throws(SpawnProblem) -> RunningProcess {
        let output = try Self.open(spec.output)
        guard !spec.arguments.contains(where: Self.hasZero), !spec.environment.contains(where: { Self.hasZero($0) || Self.hasZero($1) })
        else {
            throw SpawnProblem("cannot start \(spec.program): a zero byte is in one of its arguments or in its environment")
        }
        var id: pid_t = 0
        var descriptor: Int32 = -1
        let error = CStrings.with(spec.arguments) { arguments in
            CStrings.with(spec.environment.map { "\($0)=\($1)" }) { environment in
                spec.program.withCString { path in
                    spec.folder.withCString { folder in
                        var what = floe_spawn(
                            path: path, argv: arguments, envp: environment, cwd: folder, out: output.number, err: output.number,
                            in: spec.input ?? -1, cgroup: -1)
                        return floe_spawn_start(&what, &id, &descriptor)
                    }
                }
            }
        }
        guard error == 0 else { throw SpawnProblem(spec, code: error) }
        let process = RunningProcess(id: id, descriptor: descriptor)
        // The handler keeps the process until it has exited.
        if thread.watch(descriptor, once: true, { process.noteExit() }) == nil {
            let reason = SystemText.error(errno)
            kill(-id, SIGKILL)
            // Nobody will tell of its end, which is near; without it neither the process nor the descriptor would go.
            var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            while poll(&end, 1, -1) < 0, errno == EINTR {}
            process.noteExit()
            process.release()
            throw SpawnProblem("cannot watch \(spec.program) for its end: \(reason)")
        }
        return process
    }

    /// The exit status, once it has exited; 128 + N after signal N.
    public var status: Int32? { self.state.withLock { $0.status } }

    /// Waits for the exit, whatever becomes of the task that waits.
    public func exit() async -> Int32 {
        if case .exited(let status) = await withCheckedContinuation({ self.add($0) }) { status } else { 0 }
    }

    /// Waits for the exit, for a point in time, or for the task that waits to be cancelled.
    public func exit(by deadline: ContinuousClock.Instant?) async -> Wait {
        if let status = self.status { return .exited(status) }
        let number = self.state.withLock { state in
            defer { state.nextWaiter += 1 }
            return state.nextWaiter
        }
        let timer = deadline.map { EventThread.shared.at($0) { self.resume(number, .deadline) } }
        defer { if let timer { EventThread.shared.cancel(timer) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { self.add($0, number: number, deadline: deadline) }
        } onCancel: {
            self.resume(number, .cancelled)
        }
    }

    /// Lets the system forget the process once it has exited, and with it its id. True when processes of its group live on.
    @discardableResult
    public func release() -> Bool {
        let first = self.state.withLock { state in
            guard state.status != nil, !state.released else { return false }
            state.released = true
            return true
        }
        guard first else { return false }
        var status: Int32 = 0
        _ = floe_spawn_status(self.descriptor, 1, &status)
        close(self.descriptor)
        return kill(-self.id, 0) == 0
    }

    private func noteExit() {
        var status: Int32 = 255
        _ = floe_spawn_status(self.descriptor, 0, &status)
        let waiters = self.state.withLock { state in
            state.status = status
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume(returning: .exited(status)) }
    }

    private func add(_ waiter: CheckedContinuation<Wait, Never>, number: Int? = nil, deadline: ContinuousClock.Instant? = nil) {
        let status = self.state.withLock { state -> Int32? in
            if state.status == nil {
                state.waiters[number ?? state.nextWaiter] = waiter
                if number == nil { state.nextWaiter += 1 }
            }
            return state.status
        }
        if let status { return waiter.resume(returning: .exited(status)) }
        // What happened before the waiter was there found nobody to tell.
        guard let number else { return }
        if Task.isCancelled { self.resume(number, .cancelled) }
        if let deadline, deadline <= .now { self.resume(number, .deadline) }
    }

    private func resume(_ number: Int, _ wait: Wait) {
        self.state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: wait)
    }

    private static func open(_ output: String) throws(SpawnProblem) -> Descriptor {
        do { return try Descriptor.regular(output, O_WRONLY | O_APPEND | O_CREAT, to: "open for output") } catch {
            throw SpawnProblem(error.description)
        }
    }

    private static func hasZero(_ text: String) -> Bool { text.utf8.contains(0) }
}
