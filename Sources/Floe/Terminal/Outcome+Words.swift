import FloeCore

extension Outcome {
    /// For people: `bad, status 3`.
    var words: String { Self.words(self.kind, status: self.status, reason: self.reason ?? "") }

    static func words(_ kind: Outcome.Kind, status: Int?, reason: String) -> String {
        let status = status.map { $0 == 0 ? "" : ", status \($0)" } ?? ""
        let word = kind == .timedOut ? "timed out" : kind.rawValue
        return "\(word)\(status)\(reason.isEmpty || reason == kind.rawValue ? "" : ": \(reason)")"
    }
}
