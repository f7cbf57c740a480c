import FloeCore
import FloeSystem

/// A task type whose output and outcome are shown as they come. An attempt counts as ended when all of it was shown.
struct ShownTask: TaskType {
    let inner: any TaskType
    let report: any ExecReport

    var name: String { self.inner.name }

    func run(_ order: Order, at place: TaskPlace) async -> Outcome {
        let end = LogEnd()
        await BlockingPool.shared.run { _ = LogFile(path: place.log).make() }
        // By itself: what a task says after it was stopped is shown too.
        let shown = Task { await self.show(LogFile(path: place.log), of: order, until: end) }
        let outcome = await self.inner.run(order, at: place)
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
