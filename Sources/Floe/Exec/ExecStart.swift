import FloeAPI
import FloeCore
import FloeSystem

/// How `floe exec` starts a flow.
struct ExecStart {
    private let start: HandStart

    var trigger: Trigger? { self.start.trigger }
    var form: Form { self.start.form }
    var own: Values { self.start.own }
    var isOpen: Bool { self.start.isOpen }

    /// - Throws: `CommandFailure` when it is not clear which trigger is meant.
    init(_ flow: Flow, trigger name: String?) throws {
        do throws(HandStart.Unclear) {
            self.start = try HandStart(flow, trigger: name)
        } catch {
            throw CommandFailure(error, of: flow.id)
        }
    }

    /// The same with the values checked.
    func taking(
        _ sorted: (values: Values, answers: GivenAnswers, problems: [String])
    ) -> (values: Values, answers: GivenAnswers, problems: [String]) {
        switch self.check(sorted.values, matches: Pattern.matches) {
        case .success(let good): return (good, sorted.answers, sorted.problems)
        case .failure(let failure):
            return ([:], sorted.answers, sorted.problems + failure.problems.map { "--set \($0.field): \($0.message)" })
        }
    }

    func check(_ given: Values, matches: (String, String) -> Bool) -> Result<Values, FieldProblems> {
        self.start.check(given, matches: matches)
    }
}

extension CommandFailure {
    /// Why it is not clear which trigger starts a flow.
    init(_ unclear: HandStart.Unclear, of flow: String) {
        switch unclear {
        case .unknown(let name, let known):
            let hint = Suggestion.hint(for: name, among: known)
            let rest = known.isEmpty ? "; it has none" : hint.isEmpty ? "; it has \(known.joined(separator: ", "))" : hint
            self.init("the flow '\(flow)' has no trigger '\(name)'\(rest)", .usage)
        case .several(let names):
            self.init("the flow '\(flow)' has several data triggers; give one with --trigger: \(names.joined(separator: ", "))", .usage)
        }
    }
}
