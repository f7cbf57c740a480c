import FloeAPI
import FloeCore

/// How a flow of a server is started by hand: the data trigger that is meant, and what it asks for.
struct FlowStartForm {
    /// Nil for a flow that has no triggers, or whose server is to say what is wrong.
    let trigger: FlowView.Trigger?
    let form: Form

    /// - Throws: `CommandFailure` when it is not clear which trigger is meant.
    init(_ flow: FlowView, trigger name: String?) throws {
        let forms = flow.triggers.filter { $0.type == .data }
        let names = forms.map(\.id).joined(separator: ", ")
        if let name {
            guard let trigger = forms.first(where: { $0.id == name }) else {
                let hint = Suggestion.hint(for: name, among: forms.map(\.id))
                let known = forms.isEmpty ? "; it starts only by itself" : "; it has \(names)"
                throw CommandFailure("the flow '\(flow.id)' has no data trigger '\(name)'\(hint.isEmpty ? known : hint)", .usage)
            }
            self.trigger = trigger
        } else if forms.count > 1 {
            throw CommandFailure("the flow '\(flow.id)' has several data triggers; give one with --trigger: \(names)", .usage)
        } else if forms.isEmpty, !flow.triggers.isEmpty {
            throw CommandFailure("the flow '\(flow.id)' starts only by itself: it has no data trigger", .usage)
        } else {
            self.trigger = forms.first
        }
        self.form = self.trigger?.form?.form ?? Form()
    }
}
