import FloeCore
import FloeStore

/// For people: each line of output after the id of its node.
struct TextReport: ExecReport {
    let terminal: Terminal
    let labels: NodeLabels

    var isForPeople: Bool { true }

    func note(_ text: String) async { await self.terminal.say(text) }

    func output(of order: Order) -> any ExecOutput {
        TextOutput(terminal: self.terminal, lines: PrefixedLines("\(self.labels.label(order.flow, order.id.node)) | "))
    }

    func ended(_ order: Order, _ outcome: Outcome) async {
        let all = order.node.retry.attempts
        let attempt = all > 1 ? ", attempt \(order.id.attempt) of \(all)" : ""
        await self.terminal.say("\(self.labels.label(order.flow, order.id.node)): \(outcome.words)\(attempt)")
    }

    /// Only what no attempt tells of.
    func event(_ told: Told, node: Node?) async {
        guard let node, !node.hidden else { return }
        let label = self.labels.label(told.flow, told.node)
        switch (node.kind, told.tag) {
        case (.executing, _), (.end, _): break
        case (.timer, "sys.node.start"): await self.terminal.say("\(label): waiting")
        case (.flow(let call), "sys.node.start"): await self.terminal.say("\(label): starting \(call.flow)")
        case (_, let tag) where tag.hasPrefix("task.") || tag.hasPrefix("merge."):
            await self.terminal.say("\(label): \(tag.split(separator: ".").last ?? "")")
        default: break
        }
    }

    func ended(_ run: StoredRun, _ end: RunEnd) async { for line in end.lines { await self.terminal.say(line) } }

    private struct TextOutput: ExecOutput {
        let terminal: Terminal
        var lines: PrefixedLines

        mutating func take(_ bytes: [UInt8]) async { await self.terminal.write(self.lines.take(bytes)) }
        mutating func finish() async { await self.terminal.write(self.lines.flush()) }
    }
}
