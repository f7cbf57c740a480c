/// Something wrong in a file, at its place, with what to do about it.
public struct FlowProblem: Error, Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable { case error, warning }

    public var file: String
    /// Counted from 1.
    public var line: Int
    /// Counted from 1, in characters.
    public var column: Int
    public var severity: Severity
    public var message: String
    public var remedy: String

    public init(file: String, line: Int, column: Int, severity: Severity = .error, message: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
        self.remedy = remedy
    }
}

extension FlowProblem: CustomStringConvertible {
    /// `file:line:column: error: what is wrong; what to do`
    public var description: String {
        "\(self.file):\(self.line):\(self.column): \(self.severity.rawValue): \(self.message)\(self.remedy.isEmpty ? "" : "; \(self.remedy)")"
    }
}
