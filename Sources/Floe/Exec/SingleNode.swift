import FloeAPI
import FloeCore
import FloeSystem

/// One node of a flow by itself: what it listens to is taken to have happened, and what it would have been given is given by hand.
struct SingleNode {
    /// What `git-checkout` takes from what it hears.
    private static let offered: Set<String> = ["url", "branch", "ref", "hash"]

    /// The flow with nothing but the node.
    let flow: Flow
    private let node: Node
    /// References of its texts, by the name that `--set` gives them.
    private let needs: [String: Template.Reference]
    /// What starts the flow, where it is clear: it may say what values are when none are given.
    private let start: ExecStart?
    /// What the data nodes of the flow ask for, by their ids.
    private let forms: [String: Form]

    /// - Throws: `CommandFailure` when there is no such node, or it does nothing by itself.
    init(_ id: String, of whole: Flow, start: ExecStart?) throws {
        guard var node = whole.nodes.first(where: { $0.id == id && !$0.hidden }) else {
            let known = whole.nodes.filter { !$0.hidden }.map(\.id).joined(separator: ", ")
            throw CommandFailure("the flow '\(whole.id)' has no node '\(id)'; \(known.isEmpty ? "it has none" : "it has \(known)")", .usage)
        }
        switch node.kind {
        case .merge, .end:
            throw CommandFailure("'\(id)' does nothing by itself: it only says what other nodes come to; name a task", .usage)
        case .executing, .timer, .data, .flow: break
        }
        node.listen = ["trigger.good"]
        var flow = whole
        flow.origin = .single
        flow.nodes = [node]
        flow.triggers = []
        flow.params = []
        flow.flowFile = nil
        self.flow = flow
        self.node = node
        self.start = start
        self.forms = Dictionary(
            whole.nodes.compactMap { if case .data(let request) = $0.kind { ($0.id, request.form) } else { nil } },
            uniquingKeysWith: { first, _ in first })
        let references = node.runReferences(flowEnv: whole.env)
        self.needs = Dictionary(references.map { (Self.name($0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// How `--set` names what a reference stands for.
    private static func name(_ reference: Template.Reference) -> String {
        switch reference.source {
        case .trigger(let key): key
        case .task(let id, let key): "\(id).\(key)"
        case .workspace, .host: ""
        }
    }

    /// Tells what the node is given from answers to it, and says all that is wrong or missing.
    func sort(_ given: GivenValues) -> (values: Values, answers: GivenAnswers, problems: [String]) {
        var values: Values = [:]
        var rest = GivenValues()
        var problems: [String] = []
        for (key, text) in given.entries {
            if let reference = self.needs[key] {
                switch self.check(text, reference) {
                case .success(let value): values[self.key(reference)] = value
                case .failure(let problem): problems.append("--set \(key): \(problem.message)")
                }
            } else if self.takesOffered, Self.offered.contains(key) {
                values[key] = .string(text)
            } else if key.hasPrefix("\(self.node.id)."), case .data = self.node.kind {
                rest.entries.append((key, text))
            } else {
                problems.append("--set \(key): \(self.unknown)")
            }
        }
        let answers = rest.sort(into: DataNodes([self.flow]), form: Form(), open: false)
        problems += answers.problems
        for name in self.needs.keys.sorted() {
            guard let reference = self.needs[name], values[self.key(reference)] == nil else { continue }
            if let value = self.usual(reference) {
                values[self.key(reference)] = value
            } else {
                problems.append(self.missing(name, reference))
            }
        }
        if self.takesOffered {
            for (key, value) in self.start?.own ?? [:] where Self.offered.contains(key) && values[key] == nil { values[key] = value }
        }
        return (values, answers.answers, problems)
    }

    private var takesOffered: Bool { if case .executing("git-checkout") = self.node.kind { true } else { false } }

    /// Under which the run looks it up; see `Run.look`.
    private func key(_ reference: Template.Reference) -> String {
        if case .trigger(let key) = reference.source { key } else { reference.name }
    }

    private func check(_ text: String, _ reference: Template.Reference) -> Result<Value, FieldProblem> {
        guard let field = self.field(reference) else { return .success(.string(text)) }
        switch Form(fields: [field]).check([field.id: .string(text)], matches: Pattern.matches) {
        case .success(let values): return .success(values[field.id] ?? .string(""))
        case .failure(let failure): return .failure(failure.problems[0])
        }
    }

    /// The fields that stand behind its references, of the form that starts the flow and of those of other nodes; each is called what
    /// the run calls its value.
    var form: Form {
        Form(
            fields: self.needs.values.compactMap { reference in
                guard var field = self.field(reference) else { return nil }
                field.id = self.key(reference)
                return field
            })
    }

    private func field(_ reference: Template.Reference) -> FormField? {
        switch reference.source {
        case .trigger(let key): self.start?.form.fields.first { $0.id == key }
        case .task(let id, let key): self.forms[id]?.fields.first { $0.id == key }
        case .workspace, .host: nil
        }
    }

    private func usual(_ reference: Template.Reference) -> Value? {
        guard case .trigger(let key) = reference.source else { return nil }
        return self.field(reference)?.value ?? self.start?.own[key]
    }

    private func missing(_ name: String, _ reference: Template.Reference) -> String {
        let whence =
            switch reference.source {
            case .task(let id, _): "what '\(id)' gives"
            case .trigger, .workspace, .host: "what the flow is started with"
            }
        return "--set \(name)=… is missing: {{\(reference.name)}} stands for \(whence)"
    }

    private var unknown: String {
        var known = self.needs.keys.sorted()
        if self.takesOffered { known += Self.offered.subtracting(known).sorted() }
        if case .data(let request) = self.node.kind { known += request.form.fields.map { "\(self.node.id).\($0.id)" } }
        return known.isEmpty
            ? "'\(self.node.id)' uses no values" : "'\(self.node.id)' does not use it; it uses \(known.joined(separator: ", "))"
    }
}
