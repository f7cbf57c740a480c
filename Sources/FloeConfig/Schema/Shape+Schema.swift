extension Shape {
    /// Of a task the words it can end with, and statuses.
    private static let tagPattern =
        "^(trigger\\.good|merge\\.[^.]+\\.good|task\\.[^.]+\\.(good|bad|error|cancelled|[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5]))$"

    /// The JSON Schema of a value of this shape.
    var schema: JSONText {
        let span = "^[0-9]+[smhd]?$"
        switch self {
        case .bool: return .object([("type", "boolean")])
        case .int(let range):
            return .object([("type", "integer"), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound))])
        case .number(let low): return .object([("type", "number"), ("minimum", .double(low))])
        case .text: return .object([("type", ["string", "number"]), ("minLength", 1)])
        case .tag: return .object([("type", "string"), ("pattern", .string(Self.tagPattern))])
        case .anyText: return .object([("type", ["string", "number"])])
        case .duration(let low): return .object([("type", ["string", "integer"]), ("pattern", .string(span)), ("minimum", .int(low))])
        case .size: return .object([("type", ["string", "integer"]), ("pattern", "^[0-9]+ *([KMGT]i?B|B)?$"), ("minimum", 0)])
        case .choice(let words): return .object([("enum", .list(words.map(JSONText.string)))])
        case .url: return .object([("type", "string"), ("pattern", "^https?://[^/\\s][^\\s]*$")])
        case .variable: return .object([("type", "string"), ("pattern", "^(?!FLOEWS=|FLOE_)[A-Za-z_][A-Za-z0-9_]*=")])
        case .variableName: return .object([("type", "string"), ("pattern", "^[A-Za-z_][A-Za-z0-9_]*$")])
        case .share: return .object([("type", ["string", "integer"]), ("pattern", "^([0-9]+|[0-9]{1,2}%|100%)$"), ("minimum", 0)])
        case .scalar: return .object([("type", ["string", "number", "boolean"])])
        case .any: return .bool(true)
        case .list(let item): return .object([("type", ["array", "null"]), ("items", item.schema)])
        case .map(let value): return .object([("type", ["object", "null"]), ("additionalProperties", value.schema)])
        case .table(let table): return .object([("$ref", .string("#/$defs/\(table.id)"))])
        case .either(let shapes): return .object([("anyOf", .list(shapes.map(\.schema)))])
        case .nodeType: return .object([("enum", .list((Table.taskTypes + Table.mergeTypes).map(JSONText.string)))])
        case .options: return .object([("type", ["object", "null"])])
        }
    }

    /// What it takes, for the reference.
    var words: String {
        switch self {
        case .bool: "true or false"
        case .int, .number, .choice, .variable, .share: self.expected
        case .url: "http or https address"
        case .text, .anyText: "text"
        case .tag: "tag"
        case .duration: "duration"
        case .size: "size"
        case .variableName: "variable name"
        case .scalar, .any: "any"
        case .list(let item): "list of \(item.words)"
        case .map(let value): "map to \(value.words)"
        case .table(let table): "[\(table.id)](#\(table.id))"
        case .either(let shapes): shapes.map(\.words).joined(separator: ", or ")
        case .nodeType: "type of a task or merge"
        case .options: "by `type`, below"
        }
    }

    /// The tables in it, those of options too.
    var tables: [Table] {
        switch self {
        case .table(let table): [table]
        case .list(let shape), .map(let shape): shape.tables
        case .either(let shapes): shapes.flatMap(\.tables)
        case .options(let tables): tables.keys.sorted().compactMap { tables[$0] }
        default: []
        }
    }
}
