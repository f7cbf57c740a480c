public import FloeCore
internal import FloeSystem

/// `exec`: runs a program, or a script by `bash -c`.
///
/// Standard output and standard error go straight to the attempt's log, so they survive floe, and children left in the background
/// go on writing there. Processes left behind by a task that ended by itself live until `BackgroundSessions.end`.
public struct ExecTask: TaskType {
    public var name: String { "exec" }

    public init() {}

    public func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let log = LogFile(path: place.log)
        do {
            let plan = try await ExecPlan(order, at: place)
            await BlockingPool.shared.run { _ = log.append(line: plan.headline) }
            let end = try await plan.command.run(grace: order.node.grace)
            let output = await TaskOutput.take(from: TaskOutput.path(for: place))
            if !output.notes.isEmpty {
                await BlockingPool.shared.run { for note in output.notes { log.append(line: "floe: \(note)") } }
            }
            switch end {
            case .cancelled: return Outcome(.cancelled, values: output.values)
            case .exited(let status):
                let isGood = order.node.good.contains(Int(status))
                var reason = Self.reason(status)
                if !isGood, reason == nil { reason = await Self.fullDisk(at: place) }
                return Outcome(isGood ? .good : .bad, status: Int(status), reason: reason, values: output.values)
            }
        } catch {
            await BlockingPool.shared.run { _ = log.append(line: "floe: \(error.detail ?? error.reason)") }
            return error.outcome
        }
    }

    /// A program says on its output why it failed, which is no help when that went to a full disk.
    private static func fullDisk(at place: TaskPlace) async -> String? {
        let full = await BlockingPool.shared.run {
            [place.workspace, FilePath.folder(of: place.log)].first { DiskSpace.isFull(at: $0) }
        }
        return full.map { "the disk of \($0) is full; free some space on it" }
    }

    private static func reason(_ status: Int32) -> String? {
        guard status > 128, status <= 192 else { return nil }
        return "ended by signal \(SystemText.signal(status - 128))"
    }
}
