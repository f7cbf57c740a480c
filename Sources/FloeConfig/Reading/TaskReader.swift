import FloeCore

/// Reads one node: a task or a merge.
struct TaskReader {
    let problems: ProblemList
    /// Names of the host's secrets; nil when they are not known.
    let secrets: Set<String>?

    /// The node, or nil when so much is wrong that nothing can be said of it; the problems are reported.
    func read(_ fields: Fields) -> DraftNode? {
        fields.text("class") == "merge" ? self.merge(fields) : self.task(fields)
    }

    private func task(_ fields: Fields) -> DraftNode? {
        let identity = Identity(fields, what: "a task", problems: self.problems)
        guard let type = self.type(fields) else { return nil }
        let table = Table.taskOptions[type] ?? Table("none", "", "", [])
        let options = Fields(fields.node("opts") ?? YAMLNode(content: .map([]), place: fields.place), table)
        guard let identity, let kind = self.kind(type, options) else { return nil }
        var node = Node(identity.id, kind, listen: [], name: identity.name)
        if Table.executingTypes.contains(type) { node.options = options.values(except: type == "exec" ? ["env"] : []) }
        if type == "exec" { node.env = options.texts("env") ?? [] }
        self.readAttributes(fields, into: &node)
        var draft = DraftNode(node: node, fields: fields, options: options)
        for key in Table.mergeOnlyKeys where fields.has(key) {
            self.problems.error(
                at: fields.keyPlace(key), "'\(key)' is for merges, and '\(node.id)' is a task",
                key == "wait" ? "use 'listen', or add class: merge" : "remove it, or add class: merge")
        }
        if let tag = fields.text("listen") {
            draft.tags = [DraftNode.Tag(text: tag, place: fields.place("listen"))]
            draft.node.listen = [tag]
        }
        KeyFit(problems: self.problems).check(draft, type: type)
        self.checkSecrets(fields)
        self.checkArtifacts(fields)
        return draft
    }

    private func merge(_ fields: Fields) -> DraftNode? {
        guard let identity = Identity(fields, what: "a merge", problems: self.problems) else { return nil }
        let type = fields.text("type") ?? "all"
        if !Table.mergeTypes.contains(type) {
            let hint = Suggestion.hint(for: type, among: Table.mergeTypes)
            self.problems.error(at: fields.place("type"), "a merge cannot be of the type '\(type.shown)'", "write all or any\(hint)")
        }
        let merge = Node.Merge(any: type != "all", again: fields.bool("again") ?? false)
        var node = Node(identity.id, .merge(merge), listen: [], name: identity.name)
        node.maxPasses = fields.int("max-passes") ?? 100
        var draft = DraftNode(node: node, fields: fields)
        for key in Table.task.keys where !Table.mergeKeys.contains(key.name) && fields.has(key.name) {
            let remedy = key.name == "listen" || key.name == "depends-on" ? "list the tags under 'wait'" : "remove it, or put it on a task"
            self.problems.error(at: fields.keyPlace(key.name), "the merge '\(node.id)' cannot have '\(key.name)'", remedy)
        }
        if !fields.has("wait") || fields.items("wait")?.isEmpty ?? false {
            self.problems.error(at: fields.place, "the merge '\(node.id)' waits for nothing", "list the tags it waits for under 'wait'")
        }
        var seen: Set<String> = []
        for item in fields.items("wait") ?? [] {
            guard let text = item.scalar?.text else { continue }
            if !seen.insert(text).inserted {
                self.problems.error(at: item.place, "the merge '\(node.id)' waits twice for '\(text.shown)'", "remove one of them")
                continue
            }
            draft.tags.append(DraftNode.Tag(text: text, place: item.place))
            draft.node.listen.append(text)
        }
        return draft
    }

    private func type(_ fields: Fields) -> String? {
        guard fields.has("type") else {
            self.problems.error(at: fields.place, "a task has no 'type'", "add one of \(Table.taskTypes.joined(separator: ", "))")
            return nil
        }
        guard let type = fields.text("type") else { return nil }
        if Table.taskOptions[type] != nil { return type }
        if Table.mergeTypes.contains(type) {
            self.problems.error(at: fields.place("type"), "'\(type)' is a type of merges, and this is a task", "add class: merge")
        } else {
            let hint = Suggestion.hint(for: type, among: Table.taskTypes)
            self.problems.error(
                at: fields.place("type"), "there is no task type '\(type.shown)'",
                "use one of \(Table.taskTypes.joined(separator: ", "))\(hint)")
        }
        return nil
    }

    private func kind(_ type: String, _ options: Fields) -> Node.Kind? {
        switch type {
        case "timer":
            if let until = options.text("until"), !until.contains("{{"), !InstantText.isInstant(until) {
                self.problems.error(
                    at: options.place("until"), "'until' is no point in time: '\(until.shown)'",
                    "write it as 2026-01-31T18:00:00Z, or as a template")
            }
            return .timer(Node.TimerWait(period: options.span("period"), until: options.text("until")))
        case "data":
            let form = options.table("form").map { FormReader(problems: self.problems).form($0) } ?? Form()
            let goodWhen = options.text("good-when")
            if let goodWhen { self.checkGoodWhen(goodWhen, form, options) }
            return .data(Node.DataRequest(form: form, goodWhen: goodWhen))
        case "end": return .end(options.text("result").flatMap(Node.EndResult.init))
        case "flow":
            let values = options.node("values")?.value.map ?? [:]
            return .flow(Node.FlowCall(flow: options.text("flow") ?? "", values: values, wait: options.bool("wait") ?? true))
        default: return .executing(type: type)
        }
    }

    private func checkGoodWhen(_ id: String, _ form: Form, _ options: Fields) {
        guard let field = form.fields.first(where: { $0.id == id }) else {
            let hint = Suggestion.hint(for: id, among: form.fields.map(\.id))
            self.problems.error(
                at: options.place("good-when"), "'good-when' names no field of the form: '\(id.shown)'", "name a field of type bool\(hint)")
            return
        }
        if field.kind != .bool {
            self.problems.error(
                at: options.place("good-when"), "'good-when' names the field '\(id.shown)', which is no bool", "give the field type: bool")
        }
    }

    private func readAttributes(_ fields: Fields, into node: inout Node) {
        if let good = fields.items("good") { node.good = good.compactMap { $0.value.int.map(Int.init) } }
        node.ignoreFail = fields.bool("ignore-fail") ?? false
        node.useStatus = fields.bool("use-status") ?? false
        node.timeout = fields.span("timeout")
        node.noOutput = fields.span("no-output")
        node.grace = fields.span("grace") ?? node.grace
        if let retry = fields.table("retry") {
            node.retry = Retry(
                attempts: retry.int("attempts") ?? 1, delay: retry.span("delay") ?? .zero, backoff: retry.double("backoff") ?? 1)
            if let when = retry.texts("when") { node.retry.when = when.compactMap(Outcome.Kind.init) }
        }
        node.hooks = Node.Hooks(
            condition: fields.table("condition")?.text("command"), pre: fields.text("pre"), post: fields.text("post"))
        node.artifacts = fields.texts("artifacts") ?? []
        node.secrets = fields.texts("secrets") ?? []
        node.target = TargetReader(problems: self.problems).target(fields)
        node.maxPasses = fields.int("max-passes") ?? node.maxPasses
    }

    private func checkArtifacts(_ fields: Fields) {
        for item in fields.items("artifacts") ?? [] {
            guard let text = item.scalar?.text, !ScalarForms.isInnerPath(text) else { continue }
            self.problems.error(
                at: item.place, "'\(text.shown)' under 'artifacts' is no pattern for files of the workspace",
                "write a path relative to it, without '..', as in dist/** or *.tar")
        }
    }

    private func checkSecrets(_ fields: Fields) {
        for item in fields.items("secrets") ?? [] {
            guard let name = item.scalar?.text else { continue }
            if !ScalarForms.isVariableName(name) {
                self.problems.error(
                    at: item.place, "the secret '\(name.shown)' cannot be a variable of a task", "use letters, digits and _ in its name")
            } else if name == "FLOEWS" || name.hasPrefix("FLOE_") {
                self.problems.error(
                    at: item.place, "the secret '\(name.shown)' cannot be given to a task: variables that begin so are floe's own",
                    "choose a name that does not begin with FLOE")
            }
            guard let known = self.secrets, !known.contains(name) else { continue }
            let hint = Suggestion.hint(for: name, among: known.sorted())
            self.problems.error(at: item.place, "there is no secret '\(name.shown)'", "add it under common.secrets\(hint)")
        }
    }
}
