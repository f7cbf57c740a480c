extension Table {
    /// All tables of the language, each once, in the order in which they are met.
    static let all: [Table] = {
        var seen: Set<String> = []
        var found: [Table] = []
        var todo: [Table] = [.root]
        while !todo.isEmpty {
            let table = todo.removeFirst()
            guard seen.insert(table.id).inserted else { continue }
            found.append(table)
            todo += table.keys.flatMap(\.shape.tables)
        }
        return found
    }()

    /// The JSON Schema of a mapping with these keys.
    var schema: JSONText {
        var members: [(String, JSONText)] = [
            ("description", .string(self.meaning)), ("type", self.mayBeEmpty ? ["object", "null"] : "object"),
        ]
        members.append(("properties", .object(self.keys.map { ($0.name, self.schema(of: $0)) })))
        members.append(("additionalProperties", self.others?.schema ?? false))
        let required = self.keys.filter(\.required).map { JSONText.string($0.name) }
        if !required.isEmpty { members.append(("required", .list(required))) }
        let rules = self.rules
        if !rules.isEmpty { members.append(("allOf", .list(rules))) }
        return .object(members)
    }

    /// Whether the key may be there with nothing under it.
    private var mayBeEmpty: Bool { self.exactlyOne.isEmpty && !self.keys.contains(where: \.required) }

    private func schema(of key: Key) -> JSONText {
        var description = key.meaning
        if !key.standard.isEmpty { description += " Default: \(key.standard)." }
        if key.later { description += " Not in this version." }
        guard case .object(let members) = key.shape.schema else { return .object([("description", .string(description))]) }
        let pattern: [(String, JSONText)] = key.pattern.map { [("pattern", .string($0))] } ?? []
        return .object([("description", .string(description))] + members + pattern)
    }

    private var rules: [JSONText] {
        var rules: [JSONText] = []
        func has(_ name: String) -> JSONText { .object([("required", .list([.string(name)]))]) }
        for names in self.exactlyOne { rules.append(.object([("oneOf", .list(names.map(has)))])) }
        for names in self.atMostOne {
            rules.append(.object([("not", .object([("required", .list(names.map(JSONText.string)))]))]))
        }
        if self.isNamed { rules.append(.object([("anyOf", .list([has("id"), has("name")]))])) }
        if self.id == Table.task.id { rules += self.taskRules }
        if self.id == Table.field.id { rules.append(self.choiceRule) }
        for key in self.keys {
            guard case .options(let tables) = key.shape else { continue }
            for type in tables.keys.sorted() {
                guard let table = tables[type] else { continue }
                var then: [(String, JSONText)] = [
                    ("properties", .object([(key.name, .object([("$ref", .string("#/$defs/\(table.id)"))]))]))
                ]
                if !table.mayBeEmpty { then.append(("required", .list([.string(key.name)]))) }
                let condition: [(String, JSONText)] = [
                    ("properties", .object([("type", .object([("const", .string(type))]))])), ("required", ["type"]),
                ]
                rules.append(.object([("if", .object(condition)), ("then", .object(then))]))
            }
        }
        return rules
    }
}

extension JSONText: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSONText...) { self = .list(elements) }
}
