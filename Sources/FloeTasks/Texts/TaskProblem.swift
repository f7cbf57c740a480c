internal import FloeCore

/// Why a task ends before, or instead of, doing its work.
struct TaskProblem: Error, Sendable, Hashable {
    var kind: Outcome.Kind
    /// The word or sentence of the outcome.
    var reason: String
    /// A sentence for the log; nil when the reason says it all.
    var detail: String?
    /// Of the outcome, where something ran or answered.
    var status: Int?

    init(_ kind: Outcome.Kind, _ reason: String, detail: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.detail = detail
    }

    /// A wrong option: the node could not be run at all.
    static func option(_ node: String, _ text: String) -> TaskProblem {
        TaskProblem(.error, "node \(node): \(text)")
    }

    /// A template that is none, or that names nothing.
    static func template(_ detail: String) -> TaskProblem {
        TaskProblem(.bad, "template", detail: detail)
    }

    var outcome: Outcome { Outcome(self.kind, status: self.status, reason: self.reason) }
}
