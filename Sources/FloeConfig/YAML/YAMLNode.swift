/// A value of a YAML document with its place; aliases are replaced by what they stand for.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(YAMLScalar)
        case list([YAMLNode])
        case map([Entry])
    }

    /// One key of a mapping with its value.
    struct Entry: Sendable {
        var key: String
        var keyPlace: Place
        var value: YAMLNode
    }

    var content: Content
    var place: Place

    var scalar: YAMLScalar? { if case .scalar(let scalar) = self.content { scalar } else { nil } }
    var list: [YAMLNode]? { if case .list(let list) = self.content { list } else { nil } }
    var map: [Entry]? { if case .map(let map) = self.content { map } else { nil } }
    var isNull: Bool { self.scalar?.kind == .null }

    subscript(key: String) -> YAMLNode? { self.map?.first { $0.key == key }?.value }

    /// What stands here, for a sentence: `the text 'one'`, `a list`, `nothing`.
    var description: String {
        switch self.content {
        case .list: "a list"
        case .map: "a mapping"
        case .scalar(let scalar):
            switch scalar.kind {
            case .null: "nothing"
            case .bool: scalar.text
            case .int, .double: "the number \(scalar.text)"
            case .string: "the text '\(scalar.text.shown)'"
            }
        }
    }
}

extension String {
    /// The text on one line and short enough for a message.
    var shown: String {
        var short = ""
        for (count, character) in self.unicodeScalars.enumerated() {
            if count == 60 { return short + "…" }
            if character.properties.generalCategory == .control { short += " " } else { short.unicodeScalars.append(character) }
        }
        return short
    }
}
