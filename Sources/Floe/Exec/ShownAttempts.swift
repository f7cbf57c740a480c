import FloeCore
import FloeSystem

/// Shows the output and the outcomes of attempts as they come. One counts as ended when all of it was shown.
struct ShownAttempts: Sendable {
    let report: any ExecReport

    func run(_ order: Order, log path: String, _ work: @Sendable () async -> Outcome) async -> Outcome {
        let (log, end) = (LogFile(path: path), LogEnd())
        await BlockingPool.shared.run { _ = log.make() }
        // By itself: what a task says after it was stopped is shown too.
        let shown = Task { await self.show(log, of: order, until: end) }
        let outcome = await work()
        end.end()
        await shown.value
        await self.report.ended(order, outcome)
        return outcome
    }

    private func show(_ log: LogFile, of order: Order, until end: LogEnd) async {
        var output = self.report.output(of: order)
        do {
            for try await bytes in log.follow(until: end) { await output.take(bytes) }
        } catch {
            await self.report.note("floe: the log of \(order.id.node) is not shown: \(error)")
        }
        await output.finish()
    }
}
