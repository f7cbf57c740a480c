internal import FloeCore

/// The texts of an order's node with what their references stand for put in.
struct OrderTexts: Sendable {
    let order: Order
    let workspace: String
    let facts: [String: String]
    /// What references stand for that only variables may hold.
    private let secrets: [String: String]

    init(_ order: Order, at place: TaskPlace) {
        self.order = order
        self.workspace = place.workspace
        self.secrets = place.secrets.values
        self.facts = place.facts.merging(["name": place.host]) { given, _ in given }
    }

    /// What a reference stands for, or nil.
    func look(_ reference: Template.Reference) -> String? {
        switch reference.source {
        case .workspace: self.workspace
        case .host(let fact): self.facts[fact] ?? self.order.values[reference.name]
        default: self.order.values[reference.name]
        }
    }

    /// The same for what a variable is to hold, secrets and all.
    func lookForVariable(_ reference: Template.Reference) -> String? { self.look(reference) ?? self.secrets[reference.name] }

    /// A text option; nil when the node has none of that name. Numbers and truth values count as texts.
    func option(_ key: String, inWorkspace: Bool = true) throws(TaskProblem) -> String? {
        guard let value = self.order.node.options[key], value != .null else { return nil }
        guard let text = value.text else { throw .option(self.order.node.id, "'\(key)' must be a text") }
        return try self.render(text, inWorkspace: inWorkspace)
    }

    /// A list of texts; empty when the node has none of that name. A single text is a list of one.
    func list(_ key: String) throws(TaskProblem) -> [String] {
        var texts: [String] = []
        for text in try self.rawList(key) { texts.append(try self.render(text, inWorkspace: true)) }
        return texts
    }

    /// The same as the flow has it, references and all.
    func rawList(_ key: String) throws(TaskProblem) -> [String] {
        guard let value = self.order.node.options[key], value != .null else { return [] }
        var texts: [String] = []
        for item in value.list ?? [value] {
            guard let text = item.text else { throw .option(self.order.node.id, "'\(key)' must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    /// One text; with `inWorkspace`, `.` and a leading `./` mean the workspace.
    func render(_ text: String, inWorkspace: Bool) throws(TaskProblem) -> String {
        try self.render(try self.parse(inWorkspace ? WorkspaceText.expanded(text, workspace: Self.workspaceReference) : text).parts)
    }

    /// The words of a text: split at white space that the flow's author wrote, never at that of a value.
    func words(_ text: String) throws(TaskProblem) -> [String] {
        var words: [[Template.Part]] = []
        var open = false
        for part in try self.parse(WorkspaceText.expanded(text, workspace: Self.workspaceReference)).parts {
            guard case .text(let literal) = part else {
                if !open { words.append([]) }
                words[words.count - 1].append(part)
                open = true
                continue
            }
            for (index, piece) in literal.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace).enumerated() {
                if index > 0 { open = false }
                guard !piece.isEmpty else { continue }
                if !open { words.append([]) }
                words[words.count - 1].append(.text(String(piece)))
                open = true
            }
        }
        var texts: [String] = []
        for parts in words {
            texts.append(try self.render(parts))
        }
        return texts
    }

    func parse(_ text: String) throws(TaskProblem) -> Template {
        do { return try Template(parsing: text) } catch {
            throw .template("\(error.reference) in node \(self.order.node.id) \(error.reason)")
        }
    }

    func unresolved(_ name: String) -> TaskProblem {
        if self.secrets[name] != nil {
            return .template(
                "{{\(name)}} in node \(self.order.node.id) is a secret, and would be seen here; use it in 'env' or 'shell', where a variable "
                    + "holds it")
        }
        return .template("{{\(name)}} in node \(self.order.node.id) names nothing: no such value was given or reported")
    }

    private func render(_ parts: [Template.Part]) throws(TaskProblem) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .reference(let reference):
                guard let value = self.look(reference) else { throw self.unresolved(reference.name) }
                text += reference.quotedForShell ? ShellText.quoted(value) : value
            }
        }
        return text
    }

    /// Put in as a reference, so that a workspace path with braces or spaces is taken for neither.
    private static let workspaceReference = "{{ws}}"
}
