internal import FloeCore

/// The environment of a task: what the host passes on, the flow's entries, the node's, each over those before; its secrets
/// and `FLOE_*` over all.
struct TaskEnvironment: Sendable {
    private(set) var variables: [String: String]

    init(_ texts: OrderTexts, at place: TaskPlace) throws(TaskProblem) {
        let order = texts.order
        var ours = [
            "FLOEWS": place.workspace, "FLOE_RUN": order.id.run.description, "FLOE_FLOW": order.flow.id, "FLOE_NODE": order.id.node,
            "FLOE_PASS": String(order.id.pass), "FLOE_ATTEMPT": String(order.id.attempt), "FLOE_HOST": place.host,
            "FLOE_OUTPUT": place.report,
        ]
        if let fence = order.fence { ours["FLOE_FENCE"] = String(fence) }
        // Before the entries, which may name them, and after, since processes are known by them: none may set its own.
        // Likewise the secrets: an entry may make something of one, and none may show what is taken for it.
        let given = place.secrets.variables.merging(ours) { $1 }
        self.variables = place.environment.merging(given) { $1 }
        // A loader may have moved the list from the options to the node: it counts once.
        let own = order.node.env.isEmpty ? try texts.rawList("env") : order.node.env
        for entry in order.env + own { try self.add(entry, texts) }
        self.variables.merge(given) { $1 }
    }

    /// `KEY=value`.
    var entries: [String] { self.variables.map { "\($0)=\($1)" } }

    mutating func set(_ name: String, _ value: String) { self.variables[name] = value }

    private mutating func add(_ entry: String, _ texts: OrderTexts) throws(TaskProblem) {
        guard let equal = entry.firstIndex(of: "="), equal != entry.startIndex else {
            throw .option(texts.order.node.id, "the env entry '\(entry)' must have the form KEY=value")
        }
        let name = String(entry[..<equal])
        let text = WorkspaceText.expanded(String(entry[entry.index(after: equal)...]), workspace: "{{ws}}")
        var value = ""
        for part in try texts.parse(text).parts {
            switch part {
            // Only what the flow's author wrote is looked at for variables, never a value.
            case .text(let literal): value += self.expanded(literal)
            case .reference(let reference):
                guard let found = texts.lookForVariable(reference) else { throw texts.unresolved(reference.name) }
                value += reference.quotedForShell ? ShellText.quoted(found) : found
            }
        }
        self.variables[name] = value
    }

    /// `$NAME` and `${NAME}` replaced, by nothing where there is no such variable; `$$` is a dollar, and so is one before anything else.
    private func expanded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "{", let close = rest.firstIndex(of: "}"),
                case let name = rest[rest.index(after: rest.startIndex)..<close], self.isName(name)
            {
                result += self.variables[String(name)] ?? ""
                rest = rest[rest.index(after: close)...]
            } else {
                let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
                if self.isName(name) {
                    result += self.variables[String(name)] ?? ""
                    rest = rest.dropFirst(name.count)
                } else {
                    result += "$"
                }
            }
        }
        return result + rest
    }

    private func isName(_ text: Substring) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
