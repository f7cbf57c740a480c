public import FloeCore
internal import FloeSystem

/// A task type with what every executing node may have around it: `condition`, `pre`, `post`, `timeout` and `no-output`.
public struct HookedTask: TaskType {
    private let inner: any TaskType

    public var name: String { self.inner.name }

    public init(_ inner: any TaskType) { self.inner = inner }

    public func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let hooks = order.node.hooks
        if let condition = hooks.condition, order.id.attempt == 1 {
            let outcome = await self.hook("condition", condition, order, at: place)
            switch outcome.kind {
            case .good: break
            // What bash says of a command that is not there or not executable: no answer to the question.
            case .bad where outcome.status == 126 || outcome.status == 127:
                return Outcome(.error, status: outcome.status, reason: "condition could not be run, see the log: \(condition)")
            case .bad:
                return Outcome(.skipped, status: outcome.status, reason: "condition gave status \(outcome.status ?? 0): \(condition)")
            default: return outcome
            }
        }
        if let pre = hooks.pre {
            let outcome = await self.hook("pre", pre, order, at: place)
            switch outcome.kind {
            case .good: break
            case .cancelled: return outcome
            default: return Outcome(.bad, status: outcome.status, reason: "pre")
            }
        }
        let outcome = await LimitedTask(self.inner).run(order, at: place)
        if let post = hooks.post, !Task.isCancelled, outcome.kind != .cancelled {
            let after = await self.hook("post", post, order, at: place)
            if after.kind != .good {
                let why = after.reason ?? after.status.map { "it ended with status \($0)" } ?? after.kind.rawValue
                await BlockingPool.shared.run { _ = LogFile(path: place.log).append(line: "floe: warning: post failed: \(why)") }
            }
        }
        return outcome
    }

    /// Runs a hook in the workspace, with the environment of the node and its limits. What it reports is dropped.
    private func hook(_ name: String, _ script: String, _ order: Order, at place: TaskPlace) async -> Outcome {
        var hook = order
        hook.node.options = ["shell": .string(script)]
        // The options of the node may have held its environment.
        if order.node.env.isEmpty, let env = order.node.options["env"] { hook.node.options["env"] = env }
        hook.node.good = [0]
        await BlockingPool.shared.run { _ = LogFile(path: place.log).append(line: "floe: \(name)") }
        var outcome = await LimitedTask(ExecTask()).run(hook, at: place)
        outcome.values = [:]
        return outcome
    }
}
