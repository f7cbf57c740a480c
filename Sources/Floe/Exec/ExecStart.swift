import FloeAPI
import FloeCore
import FloeSystem

/// How a flow is started by hand: as its data trigger would, else as the trigger that starts it by itself.
struct ExecStart {
    let trigger: Trigger?
    /// What is asked for.
    let form: Form
    /// It may be given values that no form names: those that come with a webhook or a push.
    let isOpen: Bool

    /// - Throws: `CommandFailure` when it is not clear which trigger is meant.
    init(_ flow: Flow, trigger name: String?) throws {
        let forms = flow.triggers.filter { $0.kind == .data }
        let names = forms.map(\.id).joined(separator: ", ")
        if let name {
            guard let trigger = flow.triggers.first(where: { $0.id == name }) else {
                let known = flow.triggers.map(\.id).joined(separator: ", ")
                throw CommandFailure(
                    "the flow '\(flow.id)' has no trigger '\(name)'; \(known.isEmpty ? "it has none" : "it has \(known)")", .usage)
            }
            self.trigger = trigger
        } else if forms.count > 1 {
            throw CommandFailure("the flow '\(flow.id)' has several data triggers; give one with --trigger: \(names)", .usage)
        } else {
            self.trigger = forms.first ?? flow.triggers.first
        }
        switch self.trigger?.kind {
        case .data: self.form = self.trigger.map { flow.form(of: $0) } ?? Form()
        default: self.form = Form(fields: flow.params)
        }
        switch self.trigger?.kind {
        case .data, .timer, nil: self.isOpen = false
        case .pollGit, .gitPush, .webhook, .flow: self.isOpen = true
        }
    }

    /// The same with the values checked.
    func taking(
        _ sorted: (values: Values, answers: GivenAnswers, problems: [String])
    ) -> (values: Values, answers: GivenAnswers, problems: [String]) {
        switch self.check(sorted.values, matches: Pattern.matches) {
        case .success(let good): return (good, sorted.answers, sorted.problems)
        case .failure(let failure):
            return ([:], sorted.answers, sorted.problems + failure.problems.map { "--set \($0.field): \($0.message)" })
        }
    }

    /// What the trigger brings itself.
    var own: Values { self.trigger.map { $0.kind == .data ? [:] : $0.options } ?? [:] }

    /// The values as the form's types have them, over those that the trigger brings itself.
    func check(_ given: Values, matches: (String, String) -> Bool) -> Result<Values, FieldProblems> {
        let named = Set(self.form.fields.map(\.id))
        let free = self.isOpen ? given.filter { !named.contains($0.key) } : [:]
        let asked = self.isOpen ? given.filter { named.contains($0.key) } : given
        return self.form.check(asked, matches: matches).map { self.own.merging($0) { $1 }.merging(free) { $1 } }
    }
}
