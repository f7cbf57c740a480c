import FloeCore
import FloeSystem

/// A task type whose output and outcome are shown as they come. An attempt counts as ended when all of it was shown.
struct ShownTask: TaskType {
    let inner: any TaskType
    let terminal: Terminal
    let labels: NodeLabels

    var name: String { self.inner.name }

    func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let label = self.labels.label(order.flow, order.id.node)
        let end = LogEnd()
        // By itself: what a task says after it was stopped is shown too.
        let shown = Task { await self.show(LogFile(path: place.log), label, until: end) }
        let outcome = await self.inner.run(order, at: place)
        end.end()
        await shown.value
        let all = order.node.retry.attempts
        let attempt = all > 1 ? ", attempt \(order.id.attempt) of \(all)" : ""
        await self.terminal.say("\(label): \(outcome.words)\(attempt)")
        return outcome
    }

    private func show(_ log: LogFile, _ label: String, until end: LogEnd) async {
        var lines = PrefixedLines("\(label) | ")
        do {
            for try await bytes in log.follow(until: end) { await self.terminal.write(lines.take(bytes)) }
        } catch {
            await self.terminal.say("\(label): the log is not shown: \(error)")
        }
        await self.terminal.write(lines.flush())
    }
}

extension Outcome {
    /// For people: `bad, status 3`.
    var words: String { Self.words(self.kind, status: self.status, reason: self.reason ?? "") }

    static func words(_ kind: Outcome.Kind, status: Int?, reason: String) -> String {
        let status = status.map { $0 == 0 ? "" : ", status \($0)" } ?? ""
        let word = kind == .timedOut ? "timed out" : kind.rawValue
        return "\(word)\(status)\(reason.isEmpty || reason == kind.rawValue ? "" : ": \(reason)")"
    }
}
