/// The flow file of a host.
public struct ConfigView: Sendable, Hashable, Codable {
    /// Absolute path.
    public var file: String
    /// As it is on the disk now, which may not be what runs.
    public var text: String
    public var flows: [String]
    /// What is wrong with the text, and what is worth knowing of it.
    public var problems: [ConfigProblem]

    public init(file: String, text: String, flows: [String], problems: [ConfigProblem]) {
        self.file = file
        self.text = text
        self.flows = flows
        self.problems = problems
    }
}

/// What came of checking a flow file, or of taking it up.
public struct ConfigReport: Sendable, Hashable, Codable {
    /// Nothing is wrong with it; `problems` are warnings then.
    public var good: Bool
    /// The flows it has, when it can be used.
    public var flows: [String]
    public var problems: [ConfigProblem]

    public init(good: Bool, flows: [String], problems: [ConfigProblem]) {
        self.good = good
        self.flows = flows
        self.problems = problems
    }
}

public struct ConfigProblem: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable { case error, warning }

    public var severity: Severity
    /// Counted from 1; 0 where no line is at fault.
    public var line: Int
    public var column: Int
    public var message: String

    public init(severity: Severity, line: Int, column: Int, message: String) {
        self.severity = severity
        self.line = line
        self.column = column
        self.message = message
    }
}

/// `POST /config/validate`.
public struct ValidateBody: Sendable, Hashable, Codable {
    /// A flow file; none checks the host's own.
    public var text: String?
    public init(text: String? = nil) { self.text = text }
}
