import FloeCore

/// Reads one trigger.
struct TriggerReader {
    let problems: ProblemList
    /// Names of the host's secrets; nil when they are not known.
    let secrets: Set<String>?

    func read(_ fields: Fields) -> DraftTrigger? {
        guard let kind = fields.text("type").flatMap(Trigger.Kind.init) else {
            _ = Identity(fields, what: "a trigger", problems: self.problems)
            return nil
        }
        guard let identity = Identity(fields, what: "a trigger", problems: self.problems) else { return nil }
        var trigger = Trigger(id: identity.id, name: identity.name, kind: kind)
        guard let table = Table.triggerOptions[kind.rawValue] else { return nil }
        let options = Fields(fields.node("opts") ?? YAMLNode(content: .map([]), place: fields.place), table)
        switch kind {
        case .data:
            if let form = options.table("form") { trigger.form = FormReader(problems: self.problems).form(form) }
        case .timer:
            trigger.period = options.span("period")
            trigger.options = options.values(except: ["period", "cron", "zone", "missed", "window"])
        case .flow:
            trigger.flow = options.text("flow")
            trigger.result = options.text("result").flatMap(Trigger.EndResult.init) ?? .good
        case .pollGit:
            trigger.period = options.span("period")
            trigger.options = options.values(except: ["period"])
        case .gitPush, .webhook:
            self.checkSecret(options)
            trigger.options = options.values()
        }
        return DraftTrigger(trigger: trigger, fields: fields)
    }

    private func checkSecret(_ options: Fields) {
        guard let name = options.text("secret"), let known = self.secrets, !known.contains(name) else { return }
        self.problems.warning(
            at: options.place("secret"), "'secret' names none of common.secrets, and is taken as the secret itself",
            "put it under common.secrets and give its name here")
    }

    /// Why the trigger never fires in this version; nil when it does.
    static func inert(_ draft: DraftTrigger) -> String? {
        switch draft.trigger.kind {
        case .pollGit, .gitPush, .webhook: "the trigger type '\(draft.trigger.kind.rawValue)'"
        case .timer where draft.fields.node("opts")?["cron"] != nil: "'cron'"
        case .data, .timer, .flow: nil
        }
    }
}

extension Fields {
    /// The entries as values. Where the table wants text, a number is the text it was written as.
    func values(except left: Set<String> = []) -> Values {
        var values: Values = [:]
        for entry in self.node.map ?? [] where !left.contains(entry.key) {
            guard let shape = self.table[entry.key]?.shape ?? self.table.others, shape.fits(entry.value) else { continue }
            values[entry.key] = shape.value(entry.value)
        }
        return values
    }
}

extension Shape {
    fileprivate func value(_ node: YAMLNode) -> Value {
        switch self {
        case .text, .tag, .anyText, .choice, .variable, .url: node.scalar.map { .string($0.text) } ?? node.value
        case .list(let item): .list((node.list ?? []).map(item.value))
        case .map(let value):
            .map(Dictionary((node.map ?? []).map { ($0.key, value.value($0.value)) }, uniquingKeysWith: { first, _ in first }))
        case .either(let shapes): shapes.first { $0.fits(node) }?.value(node) ?? node.value
        default: node.value
        }
    }
}
