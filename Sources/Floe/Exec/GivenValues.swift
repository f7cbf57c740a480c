import FloeCore
import FloeSystem

/// What `--set` gives, in order.
struct GivenValues {
    var entries: [(key: String, value: String)] = []

    /// Those that read `k=v`, and what is wrong with the others.
    static func read(_ settings: [String]) -> (GivenValues, problems: [String]) {
        var given = GivenValues()
        var problems: [String] = []
        for setting in settings {
            guard let equal = setting.firstIndex(of: "="), equal != setting.startIndex else {
                problems.append("--set \(setting): must be FIELD=VALUE or NODE.FIELD=VALUE")
                continue
            }
            given.entries.append((String(setting[..<equal]), String(setting[setting.index(after: equal)...])))
        }
        return (given, problems)
    }

    /// All as values of one form, and which are given twice.
    var asValues: (values: Values, problems: [String]) {
        var values: Values = [:]
        var problems: [String] = []
        for (key, value) in self.entries {
            if values.updateValue(.string(value), forKey: key) != nil { problems.append("--set \(key): is given twice") }
        }
        return (values, problems)
    }

    /// Tells values of the trigger from answers of data nodes, of which only the ids are known: their fields are checked when they ask.
    func sort(into nodes: Set<String>, form: Form) -> (values: Values, answers: GivenAnswers, problems: [String]) {
        var values: Values = [:]
        var answers = GivenAnswers()
        var problems: [String] = []
        let fields = Set(form.fields.map(\.id))
        for (key, value) in self.entries {
            if let dot = key.firstIndex(of: "."), !fields.contains(key) {
                let node = String(key[..<dot])
                if nodes.contains(node) {
                    answers.add(value, node: node, field: String(key[key.index(after: dot)...]))
                } else {
                    problems.append("--set \(key): \(Self.unknown(node: node, among: nodes.sorted()))")
                }
                continue
            }
            if !fields.contains(key) { problems.append("--set \(key): \(Self.unknown(fields: form))") }
            if values.updateValue(.string(value), forKey: key) != nil { problems.append("--set \(key): is given twice") }
        }
        return (values, answers, problems)
    }

    /// Tells values of the trigger from answers of data nodes. Answers are checked as far as they can be before they are asked for.
    func sort(into nodes: DataNodes, form: Form, open: Bool) -> (values: Values, answers: GivenAnswers, problems: [String]) {
        var values: Values = [:]
        var answers = GivenAnswers()
        var problems: [String] = []
        let fields = Set(form.fields.map(\.id))
        for (key, value) in self.entries {
            guard !fields.contains(key), let dot = key.firstIndex(of: ".") else {
                if values[key] != nil { problems.append("--set \(key): is given twice") }
                if !open, !fields.contains(key) { problems.append("--set \(key): \(Self.unknown(fields: form))") }
                if open || fields.contains(key) { values[key] = .string(value) }
                continue
            }
            let (node, field) = (String(key[..<dot]), String(key[key.index(after: dot)...]))
            guard let asked = nodes[node] else {
                problems.append("--set \(key): \(Self.unknown(node: node, among: nodes.ids))")
                continue
            }
            if let problem = Self.fault(of: value, field: field, in: asked) { problems.append("--set \(key): \(problem)") }
            answers.add(value, node: node, field: field)
        }
        return (values, answers, problems)
    }

    private static func unknown(node: String, among ids: [String]) -> String {
        let known = ids.isEmpty ? "no node asks for data" : "those that ask for data are \(ids.joined(separator: ", "))"
        return "there is no data node '\(node)'; \(known)"
    }

    private static func unknown(fields form: Form) -> String {
        let names = form.fields.map(\.id).joined(separator: ", ")
        return names.isEmpty ? "the flow is started without values" : "is no field of the form; those are \(names)"
    }

    /// What is wrong with one field of an answer, whatever the others are.
    private static func fault(of value: String, field: String, in form: Form) -> String? {
        guard case .failure(let failure) = form.check([field: .string(value)], matches: Pattern.matches) else { return nil }
        return failure.problems.first { $0.field == field }?.message
    }
}
