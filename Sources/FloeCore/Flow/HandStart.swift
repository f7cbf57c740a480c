/// How a flow is started by hand: as its data trigger would, else as the trigger that starts it by itself.
public struct HandStart: Sendable {
    /// Why it is not clear which trigger is meant.
    public enum Unclear: Error, Sendable, Hashable {
        case unknown(String, known: [String])
        /// One of these must be named.
        case several([String])
    }

    /// Nil for a flow that has none.
    public let trigger: Trigger?
    /// What is asked for.
    public let form: Form
    /// It may be given values that no form names: those that come with a webhook or a push.
    public let isOpen: Bool

    /// - Parameter name: The trigger that is meant; nil takes the only data trigger, else the first of those that start it by themselves.
    public init(_ flow: Flow, trigger name: String?) throws(Unclear) {
        let forms = flow.triggers.filter { $0.kind == .data }
        if let name {
            guard let trigger = flow.triggers.first(where: { $0.id == name }) else {
                throw .unknown(name, known: flow.triggers.map(\.id))
            }
            self.trigger = trigger
        } else if forms.count > 1 {
            throw .several(forms.map(\.id))
        } else {
            self.trigger = forms.first ?? flow.triggers.first
        }
        switch self.trigger?.kind {
        case .data: self.form = self.trigger.map { flow.form(of: $0) } ?? Form()
        case .timer, .pollGit, .gitPush, .webhook, .flow, nil: self.form = Form(fields: flow.params)
        }
        switch self.trigger?.kind {
        case .data, .timer, nil: self.isOpen = false
        case .pollGit, .gitPush, .webhook, .flow: self.isOpen = true
        }
    }

    /// What the trigger brings itself.
    public var own: Values { self.trigger.map { $0.kind == .data ? [:] : $0.options } ?? [:] }

    /// The values as the form's types have them, over those that the trigger brings itself.
    public func check(_ given: Values, matches: (_ text: String, _ pattern: String) -> Bool) -> Result<Values, FieldProblems> {
        let named = Set(self.form.fields.map(\.id))
        let free = self.isOpen ? given.filter { !named.contains($0.key) } : [:]
        let told = self.isOpen ? given.filter { named.contains($0.key) } : given
        // What the trigger brings goes before what a field has by itself.
        let asked = self.own.filter { named.contains($0.key) }.merging(told) { $1 }
        return self.form.check(asked, matches: matches).map { self.own.merging($0) { $1 }.merging(free) { $1 } }
    }
}

extension Flow {
    /// What a data trigger asks for: its own form, else the flow's parameters.
    public func form(of trigger: Trigger) -> Form { trigger.form ?? Form(title: self.name, fields: self.params) }
}
