import FloeCore

/// Whether the templates of a flow are ones, and name what there is.
struct TemplateCheck {
    let problems: ProblemList
    let draft: DraftFlow
    private let nodes: [String: DraftNode]
    /// The values a trigger can bring; nil where that cannot be known.
    private let triggerKeys: Set<String>?
    /// Those that are secrets.
    private let triggerSecrets: Set<String>

    init(problems: ProblemList, draft: DraftFlow, given: [String: Set<String>]) {
        self.problems = problems
        self.draft = draft
        self.nodes = Dictionary(draft.nodes.map { ($0.node.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.triggerSecrets = draft.flow.secretFields
        self.triggerKeys = TriggerKeys.known(of: draft.flow, given: given)
    }

    func check() {
        for item in self.draft.fields.items("env") ?? [] { self.look(in: item, .variable) }
        if !self.draft.fields.has("env") {
            // Of the flow that names the file: its tasks are these.
            for text in self.draft.flow.env {
                self.look(in: YAMLNode(content: .scalar(YAMLScalar(quoted: text)), place: self.draft.fields.place), .variable)
            }
        }
        if let key = self.draft.fields.table("overlap")?.node("key") { self.look(in: key, .overlap) }
        for node in self.draft.nodes where !node.node.hidden {
            if let options = node.options {
                for entry in options.node.map ?? [] {
                    switch (entry.key, options.table.id) {
                    case ("flow", "task-flow"): self.refuse(entry.value, "the name of a flow")
                    case ("shell", "task-exec"): self.lookInShell(entry.value)
                    case ("env", "task-exec"): self.look(in: entry.value, .variable)
                    case ("values", "task-flow"): self.look(in: entry.value, .handed(node.node.id))
                    case (let key, _) where node.isExecuting: self.look(in: entry.value, .task(key))
                    default: self.look(in: entry.value, .waiting(node.node.id))
                    }
                }
            }
            for key in ["pre", "post"] { node.fields.node(key).map { self.lookInShell($0) } }
            node.fields.table("condition")?.node("command").map { self.lookInShell($0) }
        }
    }

    /// What stands around a template.
    private enum Context {
        /// An option of a task.
        case task(String)
        /// What only a variable of a process will hold.
        case variable
        case overlap
        /// The values of a flow that a node starts.
        case handed(String)
        /// A node that no host executes.
        case waiting(String)
    }

    /// The script of a shell: a template in it stands for a variable, which some places do not take.
    private func lookInShell(_ node: YAMLNode) {
        guard let text = node.scalar?.text, text.contains("{{"), !self.problems.isFull else { return }
        do throws(Template.ParseError) {
            _ = try ShellScript(text)
            self.look(in: node, .variable)
        } catch {
            self.tell(error, in: node)
        }
    }

    private func refuse(_ node: YAMLNode, _ what: String) {
        guard let text = node.scalar?.text, text.contains("{{") else { return }
        self.problems.error(at: node.place, "\(what) cannot be a template: '\(text.shown)'", "write it out")
    }

    private func look(in node: YAMLNode, _ context: Context) {
        switch node.content {
        case .list(let list): for item in list { self.look(in: item, context) }
        case .map(let map): for entry in map { self.look(in: entry.value, context) }
        case .scalar(let scalar):
            guard scalar.text.contains("{{"), !self.problems.isFull else { return }
            do throws(Template.ParseError) {
                let template = try Template(parsing: scalar.text)
                for reference in template.references {
                    let place = self.problems.place(of: "{{\(reference.name)", in: node)
                    self.check(reference, place, context)
                    if self.isSecret(reference) { self.checkSecret(reference, place, context, isAlone: template.parts.count == 1) }
                }
            } catch {
                self.tell(error, in: node)
            }
        }
    }

    private func tell(_ error: Template.ParseError, in node: YAMLNode) {
        let place = self.problems.place(of: error.reference, in: node)
        // The reason may say itself what to do.
        guard let remedy = error.reason.firstRange(of: "; ") else {
            return self.problems.error(
                at: place, "the template '\(error.reference.shown)' \(error.reason)",
                "write it as {{trigger.KEY}}, {{task.ID.KEY}} or {{ws}}")
        }
        self.problems.error(
            at: place, "the template '\(error.reference.shown)' \(error.reason[..<remedy.lowerBound])",
            String(error.reason[remedy.upperBound...]))
    }

    private func check(_ reference: Template.Reference, _ place: Place, _ context: Context) {
        switch (reference.source, context) {
        case (.trigger(let key), _):
            guard let known = self.triggerKeys, !known.contains(key) else { return }
            let hint = Suggestion.nearest(to: key, among: known.sorted()).map { " (did you mean '{{trigger.\($0)}}'?)" } ?? ""
            self.problems.error(
                at: place, "{{\(reference.name.shown)}} names nothing: no trigger of \(self.draft.place) brings '\(key.shown)'",
                "add it to the trigger's form, or change the template\(hint)")
        case (_, .overlap):
            self.problems.error(
                at: place, "the key of 'overlap' is made before the run starts, and {{\(reference.name.shown)}} is not known then",
                "use {{trigger.KEY}}")
        case (.task(let id, let key), _): self.checkTask(id, key, reference.name, place)
        case (.workspace, .waiting(let id)), (.host, .waiting(let id)), (.workspace, .handed(let id)), (.host, .handed(let id)):
            self.problems.error(
                at: place, "{{\(reference.name.shown)}} is not known in '\(id)', which no host executes",
                "use it in a task that a host executes")
        case (.workspace, .task), (.host, .task), (.workspace, .variable), (.host, .variable): break
        }
    }

    private func isSecret(_ reference: Template.Reference) -> Bool {
        switch reference.source {
        case .trigger(let key): return self.triggerSecrets.contains(key)
        case .task(let id, let key):
            guard case .data(let request)? = self.nodes[id]?.node.kind else { return false }
            return request.form.fields.contains { $0.id == key && $0.kind == .secret }
        case .workspace, .host: return false
        }
    }

    /// A secret goes where it is not seen: into the environment of a process, or whole to another flow.
    private func checkSecret(_ reference: Template.Reference, _ place: Place, _ context: Context, isAlone: Bool) {
        let name = "{{\(reference.name.shown)}} is a secret"
        let remedy = "use it in 'env' or 'shell', where a variable holds it"
        switch context {
        case .variable: break
        case .handed where isAlone && !reference.quotedForShell: break
        case .handed:
            self.problems.error(at: place, "\(name), and only the whole of it can be handed to a flow", "write the template alone")
        case .task(let key): self.problems.error(at: place, "\(name), and '\(key)' would show it", remedy)
        case .waiting(let id): self.problems.error(at: place, "\(name), and '\(id)' would show it", remedy)
        case .overlap: self.problems.error(at: place, "\(name), and the key of 'overlap' would show it", "use another value")
        }
    }

    private func checkTask(_ id: String, _ key: String, _ name: String, _ place: Place) {
        guard let node = self.nodes[id] else {
            if self.draft.claimed.contains(id) || !self.draft.isWhole { return }
            let hint = Suggestion.nearest(to: id, among: self.nodes.keys.sorted()).map { " (did you mean '{{task.\($0).\(key)}}'?)" } ?? ""
            self.problems.error(
                at: place, "{{\(name.shown)}} names nothing: there is no task '\(id.shown)'", "name the id of a task\(hint)")
            return
        }
        switch node.node.kind {
        case .merge, .end:
            self.problems.error(
                at: place, "{{\(name.shown)}} names nothing: '\(id)' has no values of its own", "name the task that the value comes from")
        case .data(let request):
            let known = request.form.fields.map(\.id) + ["status", "reason", "pass"]
            guard !known.contains(key) else { return }
            let hint = Suggestion.nearest(to: key, among: known).map { " (did you mean '{{task.\(id).\($0)}}'?)" } ?? ""
            self.problems.error(
                at: place, "{{\(name.shown)}} names nothing: the form of '\(id)' has no field '\(key.shown)'",
                "add the field, or change the template\(hint)")
        case .executing, .timer, .flow: break
        }
    }
}
