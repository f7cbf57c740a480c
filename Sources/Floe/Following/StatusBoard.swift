import FloeAPI
import FloeCore
import FloeHub
import Synchronization

/// The line below everything on a terminal while runs are followed: what runs, for how long, and how far it has come.
final class StatusBoard: Sendable {
    private struct Key: Hashable, Comparable {
        var run: RunRef
        var node: String
        static func < (a: Key, b: Key) -> Bool { (a.run, a.node) < (b.run, b.node) }
    }

    private struct Entry {
        var label: String
        var since: Moment
        var done: Double?
    }

    private struct State {
        var running: [Key: Entry] = [:]
        var order: [Key] = []
        var waiting: [RunRef: Int] = [:]
    }

    private let terminal: Terminal
    private let paint: Paint
    private let labels: NodeLabels
    private let state = Mutex(State())

    init(terminal: Terminal, paint: Paint, labels: NodeLabels) {
        self.terminal = terminal
        self.paint = paint
        self.labels = labels
    }

    /// Keeps the times going; until the calling task is cancelled.
    func run() async {
        guard self.terminal.isInteractive else { return }
        while !Task.isCancelled {
            await self.draw()
            try? await Task.sleep(for: .milliseconds(500))
        }
        await self.terminal.status("")
    }

    func take(_ view: RunView) async {
        self.state.withLock { state in
            let running = view.nodes.filter { $0.state == .running && $0.executes }
            let keys = running.map { Key(run: view.ref, node: $0.id) }
            state.order = state.order.filter { $0.run != view.ref || keys.contains($0) }
            for (key, node) in zip(keys, running) {
                let since = node.startedAt?.moment ?? HubClock.system.now()
                let before = state.running[key]
                if !state.order.contains(key) { state.order.append(key) }
                state.running[key] = Entry(
                    label: self.labels.label(view.flow, node.id), since: since, done: before?.since == since ? before?.done : nil)
            }
            for key in state.running.keys where key.run == view.ref && !keys.contains(key) { state.running[key] = nil }
            state.waiting[view.ref] = view.nodes.filter { $0.state == .waiting || $0.state == .queued || $0.state == .paused }.count
        }
        await self.draw()
    }

    func remove(_ run: RunRef) async {
        self.state.withLock { state in
            state.running = state.running.filter { $0.key.run != run }
            state.order.removeAll { $0.run == run }
            state.waiting[run] = nil
        }
        await self.draw()
    }

    func progress(_ run: RunRef, _ node: String, _ values: Values) async {
        let done: Double? =
            switch values["done"] {
            case .double(let done): min(max(done, 0), 1)
            case .int(let done): min(max(Double(done), 0), 1)
            default: nil
            }
        self.state.withLock { $0.running[Key(run: run, node: node)]?.done = done }
        await self.draw()
    }

    private func draw() async {
        guard let width = TerminalSize.width else { return }
        let now = HubClock.system.now()
        let text = self.state.withLock { Self.text($0, width: width - 1, now: now) }
        await self.terminal.status(self.paint(.dim, text))
    }

    private static func text(_ state: State, width: Int, now: Moment) -> String {
        var parts: [String] = state.order.compactMap { key in
            guard let entry = state.running[key] else { return nil }
            let time = TimeText.length(Span(milliseconds: max(0, (now - entry.since).milliseconds) / 1000 * 1000))
            let bar = entry.done.map { " \(Self.bar($0, width: width >= 60 ? 10 : 5))" } ?? ""
            return "\(entry.label)\(bar) \(time == "0 ms" ? "0 s" : time)"
        }
        let waiting = state.waiting.values.reduce(0, +)
        if waiting > 0 { parts.append("\(waiting) waiting") }
        // Those that do not fit are counted.
        var text = parts.first ?? ""
        for (at, part) in parts.enumerated().dropFirst() {
            let rest = parts.count - at
            guard TextWidth.of(text) + TextWidth.of(part) + 3 + (rest > 1 ? 10 : 0) <= width else {
                text += " · +\(rest) more"
                break
            }
            text += " · \(part)"
        }
        return TextWidth.cut(text, to: width)
    }

    /// `▓▓▓░░ 60 %`.
    static func bar(_ done: Double, width: Int) -> String {
        let full = Int((done * Double(width)).rounded(.down))
        return String(repeating: "▓", count: full) + String(repeating: "░", count: width - full) + " \(Int(done * 100)) %"
    }
}
