import FloeAPI
import FloeCore
import FloeHub
import FloeStore
import FloeSystem

/// Starts the run, tells what happens in it and in the runs it starts, answers its questions, and ends with it.
struct ExecRun: Sendable {
    /// Announcements taken at one time.
    private static let batch = 256

    let request: ExecRequest
    let engine: Engine
    let terminal: Terminal
    let labels: NodeLabels
    let report: any ExecReport

    /// The status to exit with.
    func follow(_ signals: AsyncStream<Int32>) async throws -> Int32 {
        let start = self.engine.hub.broadcast.end
        let order = TriggerRequest(
            flow: self.request.flow, cause: self.request.cause, values: self.request.sealed(by: self.engine.secrets.key))
        guard case .accepted(let main) = try await self.engine.hub.trigger(order) else {
            throw CommandFailure("the run was not taken")
        }
        let desk = AnswerDesk(
            engine: self.engine, answers: self.request.answers, terminal: self.terminal, report: self.report, labels: self.labels,
            brake: Brake(hub: self.engine.hub))
        try await withThrowingTaskGroup { group in
            group.addTask { await Brake(hub: self.engine.hub).heed(signals, self.report) }
            group.addTask { await desk.run() }
            try await self.tell(of: main, from: start, desk)
            group.cancelAll()
        }
        return try await self.close(main)
    }

    /// Until no run is live any more.
    private func tell(of main: RunRef, from start: Broadcast.Cursor, _ desk: AnswerDesk) async throws {
        var cursor = start
        var sequence = 0
        var live: Set<RunRef> = []
        while true {
            let batch = await self.engine.hub.broadcast.next(after: cursor, limit: Self.batch)
            cursor = batch.cursor
            var told = batch.announcements.compactMap { Told($0) }
            if batch.missed {
                told = try await self.stored(after: sequence)
            } else if batch.announcements.isEmpty {
                throw CommandFailure("the engine ended before the run did")
            }
            // What was stored while something was missed may come once more.
            for told in told where told.sequence.map({ $0 > sequence }) ?? true {
                sequence = told.sequence ?? sequence
                switch (told.tag, told.state) {
                case ("sys.state", "add-pend"): live.insert(told.run)
                case ("sys.state", "archive"): live.remove(told.run)
                case ("sys.data.required", _): desk.ask(told.run, told.node, told.pass)
                default: break
                }
                await self.report.event(told, node: self.node(of: told))
            }
            // What is told lags behind: a run may have started another meanwhile.
            if sequence > 0, live.isEmpty, try await self.engine.hub.ask({ $0.load.pending + $0.load.active == 0 }) { return }
        }
    }

    private func stored(after sequence: Int) async throws -> [Told] {
        let store = self.engine.store
        return try await BlockingPool.shared.run {
            var all: [EventRow] = []
            while let more = try store.events(afterSequence: all.last?.sequence ?? sequence, limit: 1000), !more.isEmpty { all += more }
            var flows: [RunRef: String] = [:]
            for run in Set(all.map(\.run)) { flows[run] = try store.run(run)?.row.flow.id }
            return all.map { Told($0, flow: flows[$0.run] ?? "") }
        }
    }

    private func node(of told: Told) -> Node? {
        self.request.wholes.first { $0.key.id == told.flow }?.value.nodes.first { $0.id == told.node }
    }

    private func close(_ main: RunRef) async throws -> Int32 {
        let store = self.engine.store
        guard let stored = try await BlockingPool.shared.run({ try store.run(main) }) else {
            throw CommandFailure("the run is not in the store any more")
        }
        let end = RunEnd(RunView(stored, waits: []) { _ in 0 })
        await self.report.ended(stored, end)
        return end.status
    }
}
