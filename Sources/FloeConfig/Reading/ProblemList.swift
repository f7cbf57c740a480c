import FloeCore

/// Gathers what is wrong with one file, so that all of it can be told in one go.
final class ProblemList {
    /// More than anybody reads.
    private static let bound = 500

    let file: String
    private(set) var problems: [FlowProblem] = []
    private(set) var hasErrors = false

    init(file: String) { self.file = file }

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
