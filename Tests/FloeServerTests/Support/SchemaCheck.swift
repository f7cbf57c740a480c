import FloeCore

/// Checks JSON against the schemas of an OpenAPI document, as far as ours go.
struct SchemaCheck {
    let components: Values

    /// What does not fit, by place.
    func problems(_ value: Value, _ schema: Value, at place: String = "") -> [String] {
        guard let rules = schema.map else { return ["\(place): no schema"] }
        if let reference = rules["$ref"]?.string {
            guard let named = self.components[String(reference.split(separator: "/").last ?? "")] else {
                return ["\(place): no \(reference)"]
            }
            return self.problems(value, named, at: place)
        }
        if let ways = rules["anyOf"]?.list {
            let tried = ways.map { self.problems(value, $0, at: place) }
            return tried.contains(where: \.isEmpty) ? [] : tried.first ?? []
        }
        var found: [String] = []
        if let type = rules["type"]?.string, !Self.fits(value, type) { return ["\(place) is no \(type): \(value)"] }
        if let words = rules["enum"]?.list, !words.contains(value) { found.append("\(place) is none of its words: \(value)") }
        if let members = value.map {
            let known = rules["properties"]?.map
            for name in rules["required"]?.list?.compactMap(\.string) ?? [] where members[name] == nil {
                found.append("\(place).\(name) is missing")
            }
            for (name, member) in members {
                if let schema = known?[name] ?? rules["additionalProperties"] {
                    found += self.problems(member, schema, at: "\(place).\(name)")
                } else if known != nil {
                    found.append("\(place).\(name) is not in the schema")
                }
            }
        }
        if let items = rules["items"] {
            for (at, item) in (value.list ?? []).enumerated() { found += self.problems(item, items, at: "\(place)[\(at)]") }
        }
        return found
    }

    private static func fits(_ value: Value, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.int, "integer"), (.int, "number"), (.double, "number"), (.string, "string"),
            (.list, "array"), (.map, "object"):
            true
        default: false
        }
    }
}
