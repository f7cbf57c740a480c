internal import FloeCore

/// The members of an object, as they are asked for while it is read.
final class WireRecord {
    private var members: Values = [:]
    private var required: Set<String> = []
    private var optional: Set<String> = []

    func mayLack(_ key: any CodingKey) { self.optional.insert(key.stringValue) }

    func add(_ key: any CodingKey, _ schema: Value, always: Bool) {
        let name = Self.snake(key.stringValue)
        // What may be missing may be null as well.
        let isOptional = !always && self.optional.contains(key.stringValue)
        self.members[name] = isOptional ? .map(["anyOf": .list([schema, .map(["type": "null"])])]) : schema
        if !isOptional { self.required.insert(name) }
    }

    var schema: Value {
        var schema: Values = ["type": "object", "properties": .map(self.members)]
        if !self.required.isEmpty { schema["required"] = .list(self.required.sorted().map { .string($0) }) }
        return .map(schema)
    }

    /// As `FloeJSON` writes keys.
    private static func snake(_ key: String) -> String {
        key.reduce(into: "") { name, letter in
            if letter.isUppercase, !name.isEmpty { name += "_" }
            name += letter.lowercased()
        }
    }
}
