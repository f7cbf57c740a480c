public import FloeCore
public import FloeSystem

/// `exec`: runs a program, or a script by `bash -c`, with the node's hooks around it.
///
/// All of it is one plan that the keeper carries out to its end, whatever becomes of this program. Processes left behind by a task
/// that ended by itself live until its run ends.
public struct ExecTask: TaskType {
    private let keeper: KeeperClient

    public var name: String { "exec" }
    public var outlives: Bool { self.keeper.outlives }
    public var preparesAhead: Bool { true }

    public init(_ keeper: KeeperClient) { self.keeper = keeper }

    public func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let id = order.id.description
        if await self.keeper.holds(id) {
            // Begun before this program was: what it was planned as then counts.
            return await self.outcome(self.keeper.result(of: id, for: order.keeper), of: order, at: place)
        }
        if Task.isCancelled { return Outcome(.cancelled) }
        do throws(TaskProblem) {
            let plan = try ExecPlan(order, at: place).whole()
            let result = await self.keeper.run(plan, for: order.keeper, after: place.gate, isBrief: true)
            return await self.outcome(result, of: order, at: place)
        } catch {
            guard await place.gate.opens() else { return Outcome(.lost) }
            await BlockingPool.shared.run { place.append(line: "floe: \(error.detail ?? error.reason)") }
            return error.outcome
        }
    }

    private func outcome(_ result: KeeperResult, of order: Order, at place: TaskPlace) async -> Outcome {
        var outcome = Self.outcome(result, of: order)
        if outcome.kind == .bad, result.role == .command, outcome.reason == nil { outcome.reason = await Self.fullDisk(at: place) }
        return outcome
    }

    /// Programs seldom say so themselves.
    private static func fullDisk(at place: TaskPlace) async -> String? {
        // Its output waits for room, and so is no reason.
        let isFull = await BlockingPool.shared.run { DiskSpace.isFull(at: place.workspace) }
        return isFull ? "the disk of \(place.workspace) is full; free some space on it" : nil
    }

    /// A template of the hooks that names nothing ends the attempt before anything of it runs, as one of an `exec` does.
    func problem(ofHooks order: Order, at place: TaskPlace) async -> Outcome? {
        let hooks = order.node.hooks
        let all = [("condition", order.id.attempt == 1 ? hooks.condition : nil), ("pre", hooks.pre), ("post", hooks.post)]
        do throws(TaskProblem) {
            for case (let name, let script?) in all { _ = try ExecPlan(order, at: place).only(name, script) }
            return nil
        } catch {
            await BlockingPool.shared.run { place.append(line: "floe: \(error.detail ?? error.reason)") }
            return error.outcome
        }
    }

    /// Runs a hook of a task that is no `exec`. What it reports is dropped.
    func hook(_ name: String, _ script: String, _ order: Order, at place: TaskPlace) async -> Outcome {
        do throws(TaskProblem) {
            let plan = try ExecPlan(order, at: place).only(name, script)
            let result = await self.keeper.run(plan, for: order.keeper)
            self.keeper.forget(plan.id)
            var plain = order
            plain.node.good = [0]
            var outcome = Self.outcome(result, of: plain)
            outcome.values = [:]
            return outcome
        } catch {
            await BlockingPool.shared.run { place.append(line: "floe: \(error.detail ?? error.reason)") }
            return error.outcome
        }
    }

    private static func outcome(_ result: KeeperResult, of order: Order) -> Outcome {
        let values = result.values.mapValues { Value.string($0) }
        let status = result.status.map { Int($0) }
        switch (result.end, result.role) {
        case (.lost, _): return Outcome(.lost, reason: result.text)
        case (.stopped, _): return Outcome(.cancelled, values: values)
        case (_, .pre): return Outcome(.bad, status: status, reason: "pre")
        case (.timedOut, _): return Outcome(.timedOut, reason: result.text, values: values)
        case (.failed, _): return Outcome(.error, reason: result.text)
        case (.exited, .condition): return self.skipped(status ?? 0, order.node.hooks.condition ?? "")
        case (.exited, .command), (.exited, .post):
            return Outcome(
                order.node.good.contains(status ?? 0) ? .good : .bad, status: status, reason: Self.reason(status ?? 0), values: values)
        }
    }

    static func skipped(_ status: Int, _ condition: String) -> Outcome {
        // What bash says of a command that is not there or not executable: no answer to the question.
        status == 126 || status == 127
            ? Outcome(.error, status: status, reason: "condition could not be run, see the log: \(condition)")
            : Outcome(.skipped, status: status, reason: "condition gave status \(status): \(condition)")
    }

    private static func reason(_ status: Int) -> String? {
        guard status > 128, status <= 192 else { return nil }
        return "ended by signal \(SystemText.signal(Int32(status) - 128))"
    }
}
