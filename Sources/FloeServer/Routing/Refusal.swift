import FloeAPI
import FloeCore
import HTTPTypes

/// An answer that says no, and why.
struct Refusal: Error {
    var status: HTTPResponse.Status
    var detail: String
    var problems: [FieldProblem]?
    var headers = HTTPFields()

    init(_ status: HTTPResponse.Status, _ detail: String, problems: [FieldProblem]? = nil, headers: HTTPFields = HTTPFields()) {
        self.status = status
        self.detail = detail
        self.problems = problems
        self.headers = headers
    }

    static func notFound(_ detail: String) -> Refusal { Refusal(.notFound, detail) }
    static func badRequest(_ detail: String) -> Refusal { Refusal(.badRequest, detail) }

    static func noRun(_ ref: RunRef) -> Refusal {
        .notFound("there is no run \(ref); it may have been swept, or never was")
    }

    static func noFlow(_ name: String) -> Refusal {
        .notFound("there is no flow '\(name)'; GET the list of flows to see which there are")
    }

    static func fields(_ problems: [FieldProblem]) -> Refusal {
        let names = problems.map { "\($0.field) \($0.message)" }.joined(separator: "; ")
        return Refusal(.unprocessableContent, "the values do not fit the form: \(names)", problems: problems)
    }

    /// A body that is no JSON (400), or JSON of another shape (422).
    init(undecodable error: DecodingError) {
        func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        func shape(_ path: [any CodingKey], _ message: String) -> Refusal {
            let field = name(path)
            return Refusal(
                .unprocessableContent, "the body does not have the shape that is asked for: \(field.isEmpty ? "it" : field) \(message)",
                problems: [FieldProblem(field: field, message: message)])
        }
        switch error {
        case .typeMismatch(let type, let context): self = shape(context.codingPath, "must be \(Self.word(for: type))")
        case .valueNotFound(let type, let context): self = shape(context.codingPath, "must be \(Self.word(for: type))")
        case .keyNotFound(let key, let context): self = shape(context.codingPath + [key], "is missing")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty: self = shape(context.codingPath, context.debugDescription)
        default: self = .badRequest("the body is not valid JSON")
        }
    }

    private static func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Int.Type: "a whole number"
        case is Bool.Type: "true or false"
        default: "an object"
        }
    }

    var problem: Problem {
        Problem(status: self.status.code, title: self.status.reasonPhrase, detail: self.detail, problems: self.problems)
    }
}
