import FloeCore
import FloeStore
import FloeSystem

/// A history of so many archived runs, made by the store's own code: of each its row, one pass and three events.
enum ArchivedRuns {
    /// `$BENCH_RUNS`, or a million.
    static let count = Bench.number("BENCH_RUNS") ?? 1_000_000

    static func fill(_ store: SQLiteStore) throws {
        let flow = try FrozenFlow.freeze(Flow(id: "bench", nodes: [Node("compile", .executing(type: "exec"), listen: ["trigger.good"])]))
        let step = 5000
        for start in stride(from: 1, through: Self.count, by: step) {
            var changes = Changes()
            changes.flows = [flow]
            let numbers = start..<start + step
            changes.host = HostRow(nextRun: numbers.upperBound, nextSequence: numbers.upperBound * 3)
            changes.runs = numbers.map { Self.run($0, flow) }
            changes.passes = numbers.map(Self.pass)
            changes.events = numbers.flatMap(Self.events)
            try store.commit(changes)
        }
    }

    private static func ref(_ number: Int) -> RunRef { RunRef(host: "h1", number: number) }

    private static func at(_ number: Int, _ later: Int) -> Moment { Moment(milliseconds: 1_700_000_000_000 + Int64(number * 1000 + later)) }

    private static func run(_ number: Int, _ flow: FrozenFlow) -> RunRow {
        var run = RunRow(
            ref: Self.ref(number), flow: flow.flow.key, digest: flow.digest, cause: .init(trigger: "push", by: "token"),
            values: ["branch": "main", "hash": "0f5c8a3f9d0b4a6e8c7d1e2f3a4b5c6d7e8f9a0b"], adoptedAt: Self.at(number, 0))
        run.phase = .archive
        run.result = .good
        run.lastEvent = 3
        (run.readyAt, run.activatedAt, run.endedAt) = (Self.at(number, 1), Self.at(number, 2), Self.at(number, 900))
        return run
    }

    private static func pass(_ number: Int) -> PassRow {
        var pass = PassRow(key: .init(run: Self.ref(number), node: "compile", pass: 1), state: .ended, cause: 1)
        (pass.attempt, pass.keeper, pass.outcome, pass.status) = (1, "keeper-1", .good, 0)
        (pass.queuedAt, pass.startedAt, pass.endedAt) = (Self.at(number, 2), Self.at(number, 3), Self.at(number, 900))
        return pass
    }

    private static func events(_ number: Int) -> [EventRow] {
        (1...3).map { id in
            EventRow(
                run: Self.ref(number), id: id, sequence: number * 3 + id - 3, tag: id == 1 ? "trigger.good" : "task.compile.good",
                node: id == 1 ? "" : "compile", pass: id == 1 ? 0 : 1, causes: id == 1 ? [] : [1], at: Self.at(number, id))
        }
    }
}
