import FloeCore

/// Gathers what is wrong with one file, so that all of it can be told in one go.
final class ProblemList {
    /// More than anybody reads.
    private static let bound = 500

    let file: String
    private let text: String
    private lazy var lines = self.text.split(omittingEmptySubsequences: false) { $0.isNewline }
    private(set) var problems: [FlowProblem] = []
    private(set) var hasErrors = false

    /// - Parameter text: of the file, so that problems inside of a long value can be told where they are.
    init(file: String, text: String = "") {
        self.file = file
        self.text = text
    }

    /// Where in the value the words stand first; the value's own place when they are not found as they are.
    func place(of words: String, in node: YAMLNode) -> Place {
        let height = min(1000, node.scalar?.text.utf8.count { $0 == 0x0A } ?? 0)
        for line in node.place.line...(node.place.line + height + 1) where self.lines.indices.contains(line - 1) {
            let skipped = line == node.place.line ? node.place.column - 1 : 0
            guard let found = self.lines[line - 1].dropFirst(skipped).firstRange(of: words) else { continue }
            return Place(line: line, column: self.lines[line - 1].distance(from: self.lines[line - 1].startIndex, to: found.lowerBound) + 1)
        }
        return node.place
    }

    /// Nothing more will be told; what only serves to word a problem can be left out.
    var isFull: Bool { self.problems.count >= Self.bound }

    func error(at place: Place, _ message: String, _ remedy: String) {
        self.hasErrors = true
        self.add(place, .error, message, remedy)
    }

    func warning(at place: Place, _ message: String, _ remedy: String) { self.add(place, .warning, message, remedy) }

    func add(_ problem: FlowProblem) {
        if problem.severity == .error { self.hasErrors = true }
        self.problems.append(problem)
    }

    private func add(_ place: Place, _ severity: FlowProblem.Severity, _ message: String, _ remedy: String) {
        guard !self.isFull else { return }
        let problem = FlowProblem(
            file: self.file, line: place.line, column: place.column, severity: severity, message: message, remedy: remedy)
        // An alias brings the same place in several times.
        if !self.problems.contains(problem) { self.problems.append(problem) }
    }

    /// In the order of the file.
    var sorted: [FlowProblem] { self.problems.sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) } }
}
