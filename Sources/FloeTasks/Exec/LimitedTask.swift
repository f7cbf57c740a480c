internal import FloeCore
internal import FloeSystem

/// A task type whose attempts are ended after the node's `timeout`, and after silence of `no-output`.
struct LimitedTask: TaskType {
    private let inner: any TaskType

    var name: String { self.inner.name }

    init(_ inner: any TaskType) { self.inner = inner }

    func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let limits = TaskLimits(timeout: order.node.timeout, silence: order.node.noOutput, log: place.log)
        guard limits.areAny else { return await self.inner.run(order, at: place) }
        enum Step: Sendable {
            case ended(Outcome)
            /// Nil when the wait was cancelled first.
            case over(String?)
        }
        return await withTaskGroup(of: Step.self) { group in
            group.addTask { .ended(await self.inner.run(order, at: place)) }
            group.addTask { .over(await limits.wait()) }
            var over: String?
            for await step in group {
                switch step {
                case .over(let reason):
                    over = reason
                    group.cancelAll()
                case .ended(var outcome):
                    group.cancelAll()
                    guard let over, outcome.kind != .error else { return outcome }
                    outcome.kind = .timedOut
                    outcome.reason = over
                    await BlockingPool.shared.run { place.append(line: "floe: \(over)") }
                    return outcome
                }
            }
            return Outcome(.cancelled)
        }
    }
}
