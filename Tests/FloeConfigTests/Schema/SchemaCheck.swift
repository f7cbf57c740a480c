import FloeCore
import Foundation

/// Checks values against a JSON Schema as an editor does, with the words of it that ours uses; another word traps.
struct SchemaCheck {
    let root: Value

    init(_ json: String) throws { self.root = try JSONDecoder().decode(Value.self, from: Data(json.utf8)) }

    func accepts(_ value: Value) -> Bool { self.fits(value, self.root) }

    private func fits(_ value: Value, _ schema: Value) -> Bool {
        if let whole = schema.bool { return whole }
        guard let words = schema.map else { return false }
        return words.allSatisfy { word, rule in self.fits(value, word, rule, among: words) }
    }

    private func fits(_ value: Value, _ word: String, _ rule: Value, among words: [String: Value]) -> Bool {
        switch word {
        case "$schema", "title", "description", "$defs", "then", "else": return true
        case "$ref":
            let name = rule.string?.split(separator: "/").last.map(String.init) ?? ""
            return self.fits(value, self.root.map?["$defs"]?.map?[name] ?? false)
        case "type": return (rule.list ?? [rule]).contains { Self.isOf($0.string ?? "", value) }
        case "enum": return rule.list?.contains(value) == true
        case "const": return rule == value
        case "pattern": return value.string.map { Self.finds(rule.string ?? "", in: $0) } ?? true
        case "minLength": return value.string.map { $0.unicodeScalars.count >= Self.count(rule) } ?? true
        case "minimum": return Self.number(value).map { $0 >= Self.number(rule) ?? 0 } ?? true
        case "maximum": return Self.number(value).map { $0 <= Self.number(rule) ?? 0 } ?? true
        case "items": return value.list?.allSatisfy { self.fits($0, rule) } ?? true
        case "minItems": return value.list.map { $0.count >= Self.count(rule) } ?? true
        case "uniqueItems": return value.list.map { Set($0).count == $0.count } ?? true
        case "properties":
            return value.map.map { map in rule.map?.allSatisfy { key, schema in map[key].map { self.fits($0, schema) } ?? true } == true }
                ?? true
        case "additionalProperties":
            let known = Set((words["properties"]?.map ?? [:]).keys)
            return value.map?.allSatisfy { known.contains($0.key) || self.fits($0.value, rule) } ?? true
        case "required": return value.map.map { map in rule.list?.allSatisfy { map[$0.string ?? ""] != nil } == true } ?? true
        case "dependentRequired":
            return value.map.map { map in
                rule.map?.allSatisfy { key, others in map[key] == nil || others.list?.allSatisfy { map[$0.string ?? ""] != nil } == true }
                    == true
            } ?? true
        case "allOf": return rule.list?.allSatisfy { self.fits(value, $0) } == true
        case "anyOf": return rule.list?.contains { self.fits(value, $0) } == true
        case "oneOf": return rule.list?.count { self.fits(value, $0) } == 1
        case "not": return !self.fits(value, rule)
        case "if": return self.fits(value, (self.fits(value, rule) ? words["then"] : words["else"]) ?? true)
        default: preconditionFailure("the schema has the word '\(word)', which is not checked")
        }
    }

    private static func isOf(_ type: String, _ value: Value) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("integer", .int), ("number", .int), ("number", .double), ("string", .string),
            ("array", .list), ("object", .map):
            true
        default: false
        }
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .int(let int): Double(int)
        case .double(let double): double
        default: nil
        }
    }

    private static func count(_ value: Value) -> Int { Int(value.int ?? 0) }

    private static func finds(_ pattern: String, in text: String) -> Bool {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return false }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
