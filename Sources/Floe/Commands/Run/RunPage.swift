import FloeAPI
import FloeCore
import FloeHub

/// A run for people: what it is, its nodes, and why it does not go on.
struct RunPage {
    private let run: RunView
    private let now: Moment

    init(_ run: RunView, now: Moment = HubClock.system.now()) {
        self.run = run
        self.now = now
    }

    func text(width: Int?, paint: Paint) -> String {
        var lines = [self.title(paint)]
        lines += self.facts(width: width, paint)
        lines += ["", self.nodes(width: width, paint)]
        let waits = self.run.waits
        if !waits.isEmpty {
            lines.append("")
            for wait in waits {
                lines.append("\(paint(.yellow, "waits:")) \(TextWidth.tame(wait.text))")
                if !wait.change.isEmpty { lines.append(paint(.dim, "       until \(TextWidth.tame(wait.change))")) }
            }
        }
        return lines.joined(separator: "\n")
    }

    private func title(_ paint: Paint) -> String {
        let run = self.run
        let name = run.flowName == run.flow || run.flowName.isEmpty ? run.flow : "\(run.flow) (\(TextWidth.tame(run.flowName)))"
        var state = paint(run.state == .active ? .blue : nil, run.state.rawValue)
        if let result = run.result { state = paint(result.colour, result.rawValue) }
        if run.paused { state += ", " + paint(.yellow, "paused") }
        if let ending = run.ending { state += ", ending \(paint(ending.result.colour, ending.result.rawValue))" }
        let reason = run.result == .good ? [] : [run.reason, run.detail].filter { !$0.isEmpty }
        let why = reason.isEmpty ? "" : ": \(TextWidth.tame(reason.joined(separator: ": ")))"
        return "\(paint(.bold, run.ref.description))  \(name)  \(state)\(why)"
    }

    private func facts(width: Int?, _ paint: Paint) -> [String] {
        let run = self.run
        var facts: [(String, String)] = []
        func add(_ name: String, _ value: String) { if !value.isEmpty { facts.append((name, TextWidth.tame(value))) } }
        let trigger = run.trigger.isEmpty ? "" : " (\(run.trigger))"
        add("started", "\(TimeText.age(run.adoptedAt, now: self.now)) by \(run.startedBy)\(trigger)")
        add("took", TimeText.took(run.startedAt, run.endedAt, now: self.now))
        add("ended by", run.by)
        add("deadline", run.endedAt == nil ? run.deadline.map { TimeText.local($0.moment) } ?? "" : "")
        add("round", run.round > 1 ? String(run.round) : "")
        add("parent", run.parent.map { "\($0.run), node \($0.node)" } ?? "")
        add("holds", run.holds.joined(separator: ", "))
        add("host", run.execHost)
        add("kept", run.keep ? Self.kept(run, now: self.now) : "")
        for key in run.values.keys.sorted() { add(key, run.values[key]?.text ?? "…") }
        let widest = facts.map { TextWidth.of($0.0) }.max() ?? 0
        return facts.map { name, value in
            let space = String(repeating: " ", count: widest - TextWidth.of(name))
            let room = width.map { max(10, $0 - widest - 4) }
            return "  \(paint(.dim, name))\(space)  \(room.map { TextWidth.cut(value, to: $0) } ?? value)"
        }
    }

    /// Who keeps it, and since when.
    private static func kept(_ run: RunView, now: Moment) -> String {
        let by = run.keptBy == "flow" ? "as its flow says" : run.keptBy.isEmpty ? "for good" : "by \(run.keptBy)"
        return [by, run.keptAt.map { TimeText.age($0, now: now) }].compactMap(\.self).joined(separator: ", ")
    }

    private func nodes(width: Int?, _ paint: Paint) -> String {
        var table = TextTable([
            .init("NODE"), .init("STATE"), .init("TOOK", isNumber: true), .init("TYPE", rank: 2), .init("AFTER", rank: 3, isText: true),
            .init("WHY", rank: 1, isText: true),
        ])
        let hears = Dictionary(grouping: self.run.graph.edges, by: \.to).mapValues { edges in
            var from: [String] = []
            for edge in edges where !from.contains(edge.from) { from.append(edge.from) }
            return from.joined(separator: ", ")
        }
        for node in self.ordered {
            let (state, colour) = Self.state(node)
            let name = node.pass > 1 ? "\(node.id).\(node.pass)" : node.id
            table.rows.append([
                .init(name, node.void ? .dim : .bold), .init(state, colour), .init(self.time(node)), .init(node.type, .dim),
                .init(hears[node.id] ?? "", .dim), .init(self.why(node)),
            ])
        }
        return table.text(width: width, paint: paint)
    }

    /// By the levels of the graph.
    private var ordered: [NodeView] {
        let level = Dictionary(
            self.run.graph.levels.enumerated().flatMap { at, ids in ids.map { ($0, at) } }, uniquingKeysWith: { first, _ in first })
        return self.run.nodes.enumerated()
            .sorted { (level[$0.element.id] ?? 0, $0.offset) < (level[$1.element.id] ?? 0, $1.offset) }.map(\.element)
    }

    private static func state(_ node: NodeView) -> (String, Paint.Colour?) {
        if let outcome = node.outcome { return (outcome == .timedOut ? "timed out" : outcome.rawValue, outcome.colour) }
        switch node.state {
        case .running: return (node.stopping ? "stopping" : "running", .blue)
        case .waiting, .paused: return (node.state.rawValue, .yellow)
        case .idle: return ("-", .dim)
        case .queued, .ended, .skipped: return (node.state.rawValue, .dim)
        }
    }

    private func time(_ node: NodeView) -> String {
        // A pass that ended at once did nothing that takes time.
        node.executes || node.endedAt == nil || node.type == "timer" || node.type == "data" || node.type == "flow"
            ? TimeText.took(node.startedAt, node.endedAt, now: self.now) : ""
    }

    private func why(_ node: NodeView) -> String {
        var words: [String] = []
        if let status = node.status, status != 0 { words.append("status \(status)") }
        if !node.reason.isEmpty, node.reason != node.outcome?.rawValue { words.append(node.reason) }
        if node.attempt > 1 { words.append("attempt \(node.attempt)") }
        if !node.by.isEmpty { words.append("by \(node.by)") }
        if let child = node.child { words.append("run \(child)") }
        if let hosts = node.hosts { words.append("\(hosts.good) good, \(hosts.bad) bad of \(hosts.total)") }
        if node.cleanup { words.append("clean-up") }
        if node.void { words.append("taken back") }
        return words.joined(separator: ", ")
    }
}
