public import FloeCore

/// The forms that data nodes of a run wait with, their templates filled in as at the start of the pass.
public struct AskedForms {
    private let run: StoredRun

    public init(_ run: StoredRun) { self.run = run }

    /// Nil when the pass does not wait for an answer.
    public func form(of node: Node, _ pass: PassRow) -> Form? {
        guard case .data(let request) = node.kind, pass.state == .waiting else { return nil }
        var form = request.form
        form.title = self.filled(form.title, at: pass)
        for at in form.fields.indices {
            form.fields[at].prompt = self.filled(form.fields[at].prompt, at: pass)
            if case .string(let text) = form.fields[at].value { form.fields[at].value = .string(self.filled(text, at: pass)) }
        }
        return form
    }

    /// A text whose references name nothing stays as it was written.
    private func filled(_ text: String, at pass: PassRow) -> String {
        guard text.utf8.contains(0x7B), let template = try? Template(parsing: text) else { return text }
        guard case .success(let filled) = template.render({ self.value(of: $0, before: pass) }) else { return text }
        return filled
    }

    private func value(of reference: Template.Reference, before pass: PassRow) -> String? {
        switch reference.source {
        case .trigger(let key): return self.run.row.values[key]?.text
        case .task(let id, let key):
            let start = pass.startEvent > 0 ? pass.startEvent : Int.max
            let latest = self.run.passes.filter {
                $0.key.node == id && $0.key.instance.isEmpty && $0.state == .ended && !$0.void && $0.outcome != .cancelled
                    && $0.endEvent > 0 && $0.endEvent < start
            }.max { $0.endEvent < $1.endEvent }
            guard let latest else { return nil }
            if let value = latest.own[key] { return value.text }
            switch key {
            case "status": return latest.status.map(String.init)
            case "reason": return latest.reason
            case "pass": return String(latest.key.pass)
            default: return nil
            }
        case .workspace, .host: return nil
        }
    }
}
