import FloeCore

/// Answers to data nodes that were given beforehand.
struct GivenAnswers: Sendable {
    private var values: [String: [String: [String]]] = [:]

    mutating func add(_ value: String, node: String, field: String) { self.values[node, default: [:]][field, default: []].append(value) }

    /// What a pass of a node is answered: of each field the value for that pass, or the last. Nil when nothing was given for the node.
    func answer(_ node: String, pass: Int) -> Values? {
        self.values[node]?.compactMapValues { given in
            given.isEmpty ? nil : .string(given[min(max(pass, 1), given.count) - 1])
        }
    }
}
