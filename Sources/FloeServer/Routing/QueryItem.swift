import FloeAPI
import FloeCore

/// Something a request may have in its query. What the document says of it is what is checked before a handler sees it.
///
/// An empty value is the same as none, but of a flag, which is on then, and of a text that must have some length.
struct QueryItem: Sendable {
    enum Shape: Sendable {
        case integer(ClosedRange<Int>)
        /// Counted in characters of Unicode.
        case text(length: ClosedRange<Int>)
        case word([String])
        /// One or several, with commas.
        case words([String])
        case flag
        case run
    }

    private static let yes = ["", "1", "true", "yes"]
    private static let no = ["0", "false", "no"]

    var name: String
    var shape: Shape
    /// One sentence for the document.
    var meaning: String

    static func integer(_ name: String, _ bounds: ClosedRange<Int>, _ meaning: String) -> QueryItem {
        QueryItem(name: name, shape: .integer(bounds), meaning: meaning)
    }
    static func text(_ name: String, _ meaning: String, length: ClosedRange<Int> = 0...1000) -> QueryItem {
        QueryItem(name: name, shape: .text(length: length), meaning: meaning)
    }
    static func word(_ name: String, _ words: [String], _ meaning: String) -> QueryItem {
        QueryItem(name: name, shape: .word(words), meaning: meaning)
    }
    static func words(_ name: String, _ words: [String], _ meaning: String) -> QueryItem {
        QueryItem(name: name, shape: .words(words), meaning: meaning)
    }
    static func flag(_ name: String, _ meaning: String) -> QueryItem { QueryItem(name: name, shape: .flag, meaning: meaning) }
    static func run(_ name: String, _ meaning: String) -> QueryItem { QueryItem(name: name, shape: .run, meaning: meaning) }

    /// Whether a flag is on.
    static func isOn(_ value: String?) -> Bool { value.map { Self.yes.contains($0) } ?? false }

    /// Whether a value is given that way; an empty one mostly is none.
    ///
    /// - Throws: A refusal that says what it may be.
    func isGiven(_ value: String) throws(Refusal) -> Bool {
        if value.isEmpty, self.takesEmpty { return self.isFlag }
        try self.check(value)
        return true
    }

    private func check(_ value: String) throws(Refusal) {
        switch self.shape {
        case .integer(let bounds):
            guard let number = Int(value), bounds.contains(number) else {
                let most = bounds.upperBound == Int.max ? "on" : "to \(bounds.upperBound)"
                throw self.wrong(
                    value, bounds.lowerBound == Int.min ? "is no whole number" : "is no whole number from \(bounds.lowerBound) \(most)")
            }
        case .text(let length):
            guard length.contains(value.unicodeScalars.count) else {
                throw Refusal.badRequest("'\(self.name)' takes \(length.lowerBound) to \(length.upperBound) characters")
            }
        case .word(let words):
            guard words.contains(value) else { throw self.wrong(value, "is none of \(words.joined(separator: ", "))") }
        case .words(let words):
            for word in value.split(separator: ",", omittingEmptySubsequences: false) where !words.contains(String(word)) {
                throw self.wrong(value, "has '\(word)', which is none of \(words.joined(separator: ", "))")
            }
        case .flag:
            guard (Self.yes + Self.no).contains(value) else { throw self.wrong(value, "is neither 1 nor 0, true nor false, yes nor no") }
        case .run:
            guard RunRef(value) != nil else { throw self.wrong(value, "is no run reference; one looks like h1-42") }
        }
    }

    private func wrong(_ value: String, _ what: String) -> Refusal { .badRequest("'\(self.name)=\(value)' \(what)") }

    private var isFlag: Bool { if case .flag = self.shape { true } else { false } }

    private var takesEmpty: Bool {
        if case .text(let length) = self.shape { return length.lowerBound == 0 }
        return true
    }

    /// As a parameter of the document.
    func parameter(_ schemas: WireSchema) -> Value {
        var parameter: Values = [
            "name": .string(self.name), "in": "query", "required": false, "description": .string(self.meaning),
            "schema": self.schema(schemas),
        ]
        if self.takesEmpty { parameter["allowEmptyValue"] = true }
        if case .words = self.shape { (parameter["style"], parameter["explode"]) = ("form", false) }
        return .map(parameter)
    }

    private func schema(_ schemas: WireSchema) -> Value {
        switch self.shape {
        case .integer(let bounds):
            .map([
                "type": "integer", "format": "int64", "minimum": .int(Int64(bounds.lowerBound)), "maximum": .int(Int64(bounds.upperBound)),
            ])
        case .text(let length):
            .map(["type": "string", "minLength": .int(Int64(length.lowerBound)), "maxLength": .int(Int64(length.upperBound))])
        case .word(let words): .map(["type": "string", "enum": Self.list(words)])
        case .words(let words): .map(["type": "array", "items": .map(["type": "string", "enum": Self.list(words)])])
        case .flag: .map(["type": "string", "enum": Self.list(Self.yes + Self.no)])
        case .run: schemas.reference(to: RunRef.self)
        }
    }

    private static func list(_ words: [String]) -> Value { .list(words.map { .string($0) }) }
}
