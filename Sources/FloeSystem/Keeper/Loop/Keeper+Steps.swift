internal import CSpawn
internal import FloeCore
internal import Glibc

/// The steps of an order: each is a process, and what comes of it decides what is next.
extension Keeper {
    enum StepEnd {
        case exited(Int32)
        case stopped
        case over(String)
        case failed(String)
        case leaseOver

        /// Its processes were ended, by us or by others.
        var isViolent: Bool {
            switch self {
            case .exited(let status): status > 128
            case .stopped, .over, .leaseOver: true
            case .failed: false
            }
        }
    }

    func begin(_ order: KeptOrder) {
        guard let plan = order.plan else { return }
        Failpoint.keeperBegin.pass()
        order.state = .running
        order.group = self.groups?.take()
        do throws(FileProblem) {
            let log = try OrderLog(path: plan.log, mask: SecretMask(secrets: plan.secrets), now: self.now, wall: Self.wallClock())
            order.log = log
            order.logKey = self.watch(log.readEnd, .log(order))
            guard order.logKey != nil else { throw FileProblem("watch the output of", plan.id) }
        } catch {
            return self.end(order, KeeperResult(.failed, text: error.description))
        }
        self.beginStep(order)
    }

    private func beginStep(_ order: KeptOrder) {
        guard let step = order.currentStep, !order.stopping else {
            return self.end(order, order.result ?? KeeperResult(.stopped, role: order.currentStep?.role ?? .command))
        }
        for line in step.headlines { order.log?.add(line: line) }
        order.why = nil
        order.remains = nil
        if order.group?.isSpent == true { order.group = self.groups?.take() }
        order.stepStart = self.now
        order.log?.listen(from: self.now)
        do throws(SpawnProblem) {
            order.child = try self.spawn(step, of: order)
        } catch {
            return self.stepEnded(order, .failed(error.description))
        }
        Failpoint.keeperStarted.pass()
        if order.step == 0, let child = order.child {
            self.mention(.started(order.id, process: Int64(child.id), since: self.now))
        }
        self.arm(order)
    }

    private func spawn(_ step: KeeperPlan.Step, of order: KeptOrder) throws(SpawnProblem) -> KeptOrder.Child {
        guard let plan = order.plan, let log = order.log else { throw SpawnProblem("cannot start \(step.program): it has no log") }
        var folder = plan.workspace
        if let inner = step.folder {
            switch InnerPath.makeFolder(inner, in: plan.workspace) {
            case .success(let path): folder = path
            case .failure(let problem): throw SpawnProblem("sub-dir: \(problem)")
            }
        }
        let path = step.environment.last { PathBytes.begins($0, with: "PATH=") }.map { PathBytes.dropping(5, of: $0) }
        let program = try ProgramSearch.find(step.program, path: path, folder: folder)
        guard !(step.arguments + step.environment).contains(where: { $0.utf8.contains(0) }) else {
            throw SpawnProblem("cannot start \(program): a zero byte is in one of its arguments or in its environment")
        }
        var id: pid_t = 0
        var descriptor: Int32 = -1
        var launch: OpaquePointer?
        let error = CStrings.with(step.arguments) { arguments in
            CStrings.with(step.environment) { environment in
                program.withCString { path in
                    folder.withCString { folder in
                        var what = floe_spawn(
                            path: path, argv: arguments, envp: environment, cwd: folder, out: log.writeEnd, err: log.writeEnd, in: -1,
                            cgroup: order.group?.folder ?? -1)
                        return floe_launch_start(&what, &id, &descriptor, &launch)
                    }
                }
            }
        }
        guard error == 0, let launch else { throw SpawnProblem(program: program, folder: folder, code: error) }
        let child = KeptOrder.Child(
            id: id, descriptor: descriptor, launch: KeptOrder.Launch(pointer: launch, program: program, folder: folder))
        guard self.watch(descriptor, .child(order), once: true) != nil else {
            let reason = SystemText.error(errno)
            floe_launch_end(launch)
            kill(-id, SIGKILL)
            var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            while poll(&end, 1, -1) < 0, errno == EINTR {}
            self.release(child, of: order)
            throw SpawnProblem("cannot watch \(program) for its end: \(reason)")
        }
        self.launching.append(order)
        return child
    }

    /// The process of a step has ended, or so it seems.
    func childEnded(_ order: KeptOrder) {
        guard let child = order.child, child.status == nil else { return }
        var status: Int32 = 255
        // Who traces it learns of its end first, and may take his time.
        order.lookAgainAt = floe_spawn_status(child.descriptor, 0, &status) == EAGAIN ? self.now + 20 : nil
        guard order.lookAgainAt == nil else { return self.arm(order) }
        order.child?.status = status
        let problem = self.loaded(order)
        // While what came of it is being ended it stays a zombie, and its id is not given to others.
        guard order.remains == nil else { return }
        self.stepEnded(order, problem.map { .failed($0.description) } ?? .exited(status))
    }

    /// The program of an order is loaded, or why it could not be. Waits while that goes on.
    @discardableResult
    private func loaded(_ order: KeptOrder) -> SpawnProblem? {
        guard let launch = order.child?.launch else { return nil }
        order.child?.launch = nil
        let error = floe_launch_end(launch.pointer)
        return error == 0 ? nil : SpawnProblem(program: launch.program, folder: launch.folder, code: error)
    }

    /// Lets go of what programs needed on their way.
    func noteLoaded() {
        self.launching.removeAll { order in
            guard let launch = order.child?.launch else { return true }
            // What could not be loaded is told when its process has ended.
            guard floe_launch_is_loaded(launch.pointer) != 0 else { return false }
            self.loaded(order)
            return true
        }
    }

    /// Ends the processes of the current step.
    func endStep(of order: KeptOrder, _ why: KeptOrder.Why) {
        guard order.remains == nil, let plan = order.plan, let child = order.child else { return }
        // It may not lead its session yet, by which what is of it is found.
        if let launch = child.launch { floe_launch_wait(launch.pointer) }
        order.why = why
        order.remains = Remains(sessions: [child.id], mark: plan.mark, group: order.group, grace: order.grace(plan), at: self.now)
        self.arm(order)
    }

    /// It is time to look at the order.
    func look(at order: KeptOrder, _ scan: inout ProcessScan) {
        if order.isClaimed { return self.lookAtLost(order, &scan) }
        if let log = order.log, let rest = log.restAt, rest <= self.now { log.rest() }
        if let again = order.lookAgainAt, again <= self.now { self.childEnded(order) }
        if order.remains == nil {
            if let over = order.over(at: self.now) { self.endStep(of: order, .over(over)) }
            return
        }
        guard order.remains?.look(&scan, at: self.now) == true else { return }
        if order.child?.status == nil { self.childEnded(order) }
        switch order.why {
        case .over(let text): self.stepEnded(order, .over(text))
        case .leaseOver: self.stepEnded(order, .leaseOver)
        case .stopped, nil: self.stepEnded(order, .stopped)
        }
    }

    func stepEnded(_ order: KeptOrder, _ end: StepEnd) {
        guard let plan = order.plan, let step = order.currentStep else { return }
        // What the process wrote is all in the pipe; what others in the background write may come later.
        _ = order.log?.pump(self.buffer, limit: 2 << 20, at: self.now)
        self.holdIfFull(order)
        if case .exited(let status) = end, order.heldSince != nil, order.result.map({ $0.end == .exited }) ?? true {
            // It is told with all it wrote. Who is stopped, or was for too long, does not wait for the disk.
            order.unfinished = status
            return
        }
        order.unfinished = nil
        if let child = order.child { self.release(child, of: order) }
        order.child = nil
        order.remains = nil
        if end.isViolent { order.log?.cut() } else { order.log?.rest() }
        let report = TaskReport.take(from: plan.report)
        for note in report.notes { order.log?.add(line: "floe: \(note)") }
        var result: KeeperResult
        switch end {
        case .exited(let status): result = KeeperResult(.exited, role: step.role, status: status)
        case .stopped: result = KeeperResult(.stopped, role: step.role)
        case .over(let text):
            order.log?.add(line: "floe: \(text)")
            result = KeeperResult(.timedOut, role: step.role, text: text)
        case .failed(let text):
            order.log?.add(line: "floe: \(text)")
            result = KeeperResult(.failed, role: step.role, text: text)
        case .leaseOver:
            order.log?.add(line: "floe: \(KeeperLease.over)")
            result = KeeperResult(.lost, role: step.role, text: KeeperLease.over)
        }
        if result.end == .lost { return self.end(order, result) }
        let isGood = result.end == .exited && result.status == 0
        switch step.role {
        case .condition, .pre:
            if !isGood { return self.end(order, result) }
        case .command:
            // By what the attempt was given: when a later hub asks, the secret may be another.
            result.values = order.log?.masked(report.values) ?? [:]
            order.result = result
            if result.end == .stopped { return self.end(order, result) }
        case .post:
            if !isGood { order.log?.add(line: "floe: warning: post failed: \(Self.words(result))") }
        }
        order.step += 1
        self.beginStep(order)
    }

    private static func words(_ result: KeeperResult) -> String {
        switch result.end {
        case .exited: "it ended with status \(result.status ?? 0)"
        case .stopped: "cancelled"
        case .timedOut, .failed, .lost: result.text
        }
    }

    /// Lets the system forget a process that has ended, and notes what lives on in its session.
    private func release(_ child: KeptOrder.Child, of order: KeptOrder) {
        var status: Int32 = 0
        _ = floe_spawn_status(child.descriptor, 1, &status)
        close(child.descriptor)
        if let run = order.plan?.run, kill(-child.id, 0) == 0 { self.background[run, default: []].insert(child.id) }
    }

    /// Output of a task has come.
    func pump(_ order: KeptOrder, key: UInt64) {
        guard let log = order.log else { return }
        let descriptor = log.readEnd
        _ = log.pump(self.buffer, limit: 1 << 20, at: self.now)
        self.arm(order)
        if log.readEnd < 0 {
            self.unwatch(descriptor, key: key)
            order.logKey = nil
        }
        self.holdIfFull(order)
        if order.hasEnded { self.closeLogIfDone(order) }
    }

    /// Nothing more comes of an order that has ended, and all that came is written.
    func closeLogIfDone(_ order: KeptOrder) {
        guard let log = order.log, log.readEnd < 0 else { return }
        log.end(at: self.now)
        self.holdIfFull(order)
        guard order.heldSince == nil else { return }
        order.log = nil
        self.openLogs -= 1
    }

    static func wallClock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
