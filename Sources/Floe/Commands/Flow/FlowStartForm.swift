import FloeAPI
import FloeCore

/// How a flow of a server is started by hand: the trigger that is meant, and what it asks for.
struct FlowStartForm {
    /// Nil for a flow that has no triggers, or whose server is to say what is wrong.
    let trigger: FlowView.Trigger?
    let form: Form

    /// - Throws: `CommandFailure` when it is not clear which trigger is meant.
    init(_ flow: FlowView, trigger name: String?) throws {
        let forms = flow.triggers.filter { $0.type == .data }
        if let name {
            guard let trigger = flow.triggers.first(where: { $0.id == name }) else {
                throw CommandFailure(.unknown(name, known: flow.triggers.map(\.id)), of: flow.id)
            }
            self.trigger = trigger
        } else if forms.count > 1 {
            throw CommandFailure(.several(forms.map(\.id)), of: flow.id)
        } else {
            self.trigger = forms.first ?? flow.triggers.first
        }
        self.form = self.trigger?.form?.form ?? Form()
    }
}
