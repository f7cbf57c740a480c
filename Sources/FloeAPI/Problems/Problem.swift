public import FloeCore

/// What an error answer holds, after RFC 9457.
public struct Problem: Sendable, Hashable, Codable {
    public var type = "about:blank"
    /// The status in words.
    public var title: String
    public var status: Int
    /// What was tried, what went wrong and what to do.
    public var detail: String
    /// What is wrong with each field, where fields are at fault.
    public var problems: [FieldProblem]?

    public init(status: Int, title: String, detail: String, problems: [FieldProblem]? = nil) {
        self.status = status
        self.title = title
        self.detail = detail
        self.problems = problems
    }
}
