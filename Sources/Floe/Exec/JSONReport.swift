import FloeAPI
import FloeCore
import FloeStore
import FoundationEssentials

/// For programs: one JSON object a line as it happens, each with a `type`; the last is the run, as `GET /runs/{ref}` shows it.
struct JSONReport: ExecReport {
    let terminal: Terminal

    var isForPeople: Bool { false }

    private struct Note: Encodable {
        var type = "note"
        var text: String
    }

    private struct Output: Encodable {
        var type = "output"
        var run: RunRef
        var flow: String
        var node: String
        var pass: Int
        var attempt: Int
        /// Whole lines without their ends, but for one that is very long; bytes that are no UTF-8 become U+FFFD.
        var lines: [String]
    }

    private struct Attempt: Encodable {
        var type = "attempt"
        var run: RunRef
        var flow: String
        var node: String
        var pass: Int
        var attempt: Int
        var outcome: Outcome.Kind
        @Nullable var status: Int?
        var reason: String
    }

    private struct Event: Encodable {
        var type = "event"
        @Nullable var id: Int?
        var run: RunRef
        var flow: String
        var tag: String
        var node: String
        var pass: Int
        @Nullable var good: Bool?
        var values: Values
        var at: Timestamp
    }

    private struct End: Encodable {
        var type = "run"
        var run: RunView
        var exitStatus: Int32
    }

    private func tell(_ object: some Encodable) async {
        guard let data = try? FloeJSON.encode(object) else { return }
        await self.terminal.write(Array(data) + [0x0A])
    }

    func note(_ text: String) async { await self.tell(Note(text: text)) }

    func output(of order: Order) -> any ExecOutput { LineOutput(report: self, order: order) }

    func ended(_ order: Order, _ outcome: Outcome) async {
        await self.tell(
            Attempt(
                run: order.id.run, flow: order.flow.id, node: order.id.node, pass: order.id.pass, attempt: order.id.attempt,
                outcome: outcome.kind, status: outcome.status, reason: outcome.reason ?? ""))
    }

    func event(_ told: Told, node: Node?) async {
        await self.tell(
            Event(
                id: told.id, run: told.run, flow: told.flow, tag: told.tag, node: told.node, pass: told.pass, good: told.good,
                values: told.values.shown, at: told.at.timestamp))
    }

    func ended(_ run: StoredRun, _ end: RunEnd) async {
        await self.tell(End(run: RunView(run, waits: [], logBytes: { _ in 0 }), exitStatus: end.status))
    }

    private struct LineOutput: ExecOutput {
        let report: JSONReport
        let order: Order
        var lines = PrefixedLines("")

        init(report: JSONReport, order: Order) {
            self.report = report
            self.order = order
        }

        mutating func take(_ bytes: [UInt8]) async { await self.tell(self.lines.take(bytes)) }
        mutating func finish() async { await self.tell(self.lines.flush()) }

        private func tell(_ bytes: [UInt8]) async {
            guard !bytes.isEmpty else { return }
            let lines = bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            await self.report.tell(
                Output(
                    run: self.order.id.run, flow: self.order.flow.id, node: self.order.id.node, pass: self.order.id.pass,
                    attempt: self.order.id.attempt, lines: lines))
        }
    }
}
