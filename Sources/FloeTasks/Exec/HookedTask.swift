public import FloeCore
public import FloeSystem

/// A task type that does its work in this program, with what every executing node may have around it: `condition`, `pre`, `post`,
/// `timeout` and `no-output`.
///
/// The keeper is told of each attempt, so that one which this program did not live to end is known as lost, is not begun again, and leaves
/// nothing behind that runs.
public struct HookedTask: TaskType {
    private let inner: any TaskType
    private let keeper: KeeperClient
    private let exec: ExecTask

    public var name: String { self.inner.name }

    public init(_ inner: any TaskType, _ keeper: KeeperClient) {
        self.inner = inner
        self.keeper = keeper
        self.exec = ExecTask(keeper)
    }

    public func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let id = order.id.description
        if await self.keeper.holds(id) {
            // Told when what it had started is gone.
            return Self.outcome(await self.keeper.result(of: id, for: order.keeper))
        }
        if let problem = await self.exec.problem(ofHooks: order, at: place) { return problem }
        if let result = await self.keeper.claim(id, mark: "FLOE_OUTPUT=\(place.report)", for: order.keeper) { return Self.outcome(result) }
        let outcome = await self.attempt(order, at: place)
        if outcome.kind != .good, outcome.kind != .cancelled, self.keeper.instance != order.keeper {
            // The next keeper ends all that it finds of the one before.
            return Outcome(.lost, reason: "the keeper of the host ended while it ran")
        }
        return outcome
    }

    /// Of an attempt that is not begun.
    private static func outcome(_ result: KeeperResult) -> Outcome {
        switch result.end {
        case .stopped: Outcome(.cancelled)
        case .failed: Outcome(.error, reason: result.text)
        case .lost, .exited, .timedOut: Outcome(.lost, reason: result.text)
        }
    }

    private func attempt(_ order: Order, at place: TaskPlace) async -> Outcome {
        let hooks = order.node.hooks
        if let condition = hooks.condition, order.id.attempt == 1 {
            let outcome = await self.exec.hook("condition", condition, order, at: place)
            switch outcome.kind {
            case .good: break
            case .bad: return ExecTask.skipped(outcome.status ?? 0, condition)
            default: return outcome
            }
        }
        if let pre = hooks.pre {
            let outcome = await self.exec.hook("pre", pre, order, at: place)
            switch outcome.kind {
            case .good: break
            case .cancelled, .lost: return outcome
            default: return Outcome(.bad, status: outcome.status, reason: "pre")
            }
        }
        let outcome = await LimitedTask(self.inner).run(order, at: place)
        if let post = hooks.post, !Task.isCancelled, outcome.kind != .cancelled {
            let after = await self.exec.hook("post", post, order, at: place)
            if after.kind != .good {
                let why = after.reason ?? after.status.map { "it ended with status \($0)" } ?? after.kind.rawValue
                await BlockingPool.shared.run { place.append(line: "floe: warning: post failed: \(why)") }
            }
        }
        return outcome
    }
}
