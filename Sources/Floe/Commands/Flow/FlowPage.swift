import FloeAPI
import FloeCore
import FloeHub

/// A flow for people.
struct FlowPage {
    private let flow: FlowView
    private let now: Moment

    init(_ flow: FlowView, now: Moment = HubClock.system.now()) {
        self.flow = flow
        self.now = now
    }

    func text(width: Int?, paint: Paint) -> String {
        let flow = self.flow
        let name = flow.name == flow.id ? "" : "  \(TextWidth.tame(flow.name))"
        var lines = ["\(paint(.bold, flow.id))\(name)  \(paint(.dim, "version \(flow.ver)"))"]
        func add(_ what: String, _ items: [String]) {
            if !items.isEmpty { lines.append("  \(paint(.dim, what)) \(TextWidth.tame(items.joined(separator: ", ")))") }
        }
        add("usually takes", flow.usualSeconds.map { [TimeText.length(seconds: $0)] } ?? [])
        add("locks", flow.resourceTags)
        add("needs a host with", flow.hostTags)
        for item in flow.unsupported { lines.append("  \(paint(.red, "cannot be started:")) \(TextWidth.tame(item))") }
        lines += self.triggers(paint)
        lines += self.steps(width: width, paint)
        if !flow.runs.isEmpty {
            lines += ["", RunTable.text(of: flow.runs, flows: false, width: width, paint: paint)]
        }
        return lines.joined(separator: "\n")
    }

    private func triggers(_ paint: Paint) -> [String] {
        guard !self.flow.triggers.isEmpty else { return [] }
        var lines = ["", paint(.dim, "started by")]
        for trigger in self.flow.triggers {
            let period = trigger.period.map { ", every \(TimeText.length(seconds: $0))" } ?? ""
            let next = trigger.nextAt.map { ", next in \(TimeText.length($0.moment - self.now))" } ?? ""
            lines.append("  \(trigger.id)  \(paint(.dim, trigger.type.rawValue + period + next))")
            for field in trigger.form?.fields ?? [] {
                lines.append("    \(field.id)  \(paint(.dim, TextWidth.tame(Self.words(of: field))))")
            }
        }
        return lines
    }

    private static func words(of field: FormView.Field) -> String {
        var words = [field.type == .choice ? field.options.joined(separator: " | ") : field.type.rawValue]
        if field.prompt != field.id { words.insert(field.prompt, at: 0) }
        if let value = field.value?.text, !value.isEmpty {
            words.append("default \(value)")
        } else if field.required {
            words.append("required")
        }
        return words.joined(separator: ", ")
    }

    /// Nodes by level, each with what it hears.
    private func steps(width: Int?, _ paint: Paint) -> [String] {
        let nodes = Dictionary(self.flow.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let shown = self.flow.levels.joined().compactMap { nodes[$0] }.filter { !$0.hidden }
        guard !shown.isEmpty else { return [] }
        var table = TextTable([.init("NODE"), .init("TYPE"), .init("NAME", rank: 2, isText: true), .init("AFTER", rank: 1, isText: true)])
        let hears = Dictionary(grouping: self.flow.edges, by: \.to)
        for node in shown {
            var after: [String] = []
            for edge in hears[node.id] ?? [] {
                let what = edge.tag == "trigger.good" || edge.tag.hasSuffix(".good") ? edge.from : edge.tag
                if !after.contains(what) { after.append(what) }
            }
            table.rows.append([
                .init(node.id, .bold), .init(node.type, .dim), .init(node.name == node.id ? "" : node.name),
                .init(after.joined(separator: ", "), .dim),
            ])
        }
        return ["", table.text(width: width, paint: paint)]
    }
}
