/// What is wrong with one field of an answer; worded for the person who filled it.
public struct FieldProblem: Sendable, Hashable, Codable {
    public var field: String
    public var message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}

extension Form {
    /// The values as the form's types have them, or what is wrong with each field. Fields left out take their own value.
    ///
    /// - Parameter matches: whether the whole text matches a pattern. The pattern language is not the core's matter.
    public func check(_ given: Values, matches: (_ text: String, _ pattern: String) -> Bool) -> Result<Values, FieldProblems> {
        var values: Values = [:]
        var problems: [FieldProblem] = []
        for field in self.fields {
            let value = given[field.id] ?? .null
            switch field.check(value == .null ? field.value ?? .null : value, matches: matches) {
            case .success(let good): if good != .null { values[field.id] = good }
            case .failure(let problem): problems.append(problem)
            }
        }
        let known = Set(self.fields.map(\.id))
        for name in given.keys.sorted() where !known.contains(name) {
            problems.append(FieldProblem(field: name, message: "is not a field of this form"))
        }
        return problems.isEmpty ? .success(values) : .failure(FieldProblems(problems: problems))
    }
}

/// All that is wrong with an answer.
public struct FieldProblems: Error, Sendable, Hashable {
    public var problems: [FieldProblem]
    public init(problems: [FieldProblem]) { self.problems = problems }
}

extension FieldProblem: Error {}

extension FormField {
    func check(_ value: Value, matches: (String, String) -> Bool) -> Result<Value, FieldProblem> {
        func bad(_ message: String) -> Result<Value, FieldProblem> {
            .failure(FieldProblem(field: self.id, message: message))
        }
        let empty = value == .null || value == .string("")
        if empty { return self.required ? bad("is required") : .success(.null) }
        switch self.kind {
        case .bool:
            switch value {
            case .bool: return .success(value)
            case .string("true"), .string("yes"), .string("on"): return .success(.bool(true))
            case .string("false"), .string("no"), .string("off"): return .success(.bool(false))
            default: return bad("must be true or false")
            }
        case .int:
            if case .int = value { return .success(value) }
            if case .double(let double) = value, let int = Int64(exactly: double) { return .success(.int(int)) }
            guard case .string(let text) = value, let int = Int64(text) else { return bad("must be a whole number") }
            return .success(.int(int))
        case .choice:
            guard let text = value.text, self.options.contains(text) else {
                return bad("must be one of: \(self.options.joined(separator: ", "))")
            }
            return .success(.string(text))
        case .text, .string, .secret, .multiline:
            guard let text = value.text else { return bad("must be text") }
            if self.kind != .multiline, text.utf8.contains(0x0A) { return bad("must be a single line") }
            if text.utf8.contains(0) { return bad("must not hold a NUL character") }
            if self.kind == .secret, let problem = Self.secretProblem(text) { return bad(problem) }
            if let pattern = self.pattern, !matches(text, pattern) { return bad("must match \(pattern)") }
            return .success(.string(text))
        }
    }

    /// What is shorter is in any text and could not be masked; what is longer no environment takes.
    private static func secretProblem(_ text: String) -> String? {
        switch text.utf8.count {
        case ..<4: "must have at least 4 characters, since fewer could not be masked in logs"
        case 65_537...: "must not be longer than 64 KiB"
        default: nil
        }
    }
}
