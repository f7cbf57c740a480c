import FloeCore

/// All that is checked of a flow once each of its parts was read.
struct FlowChecks {
    let problems: ProblemList
    /// Keys that `flow` nodes of the same file give to flows, by what they call the flow.
    let given: [String: Set<String>]

    func check(_ draft: DraftFlow) {
        TagCheck(problems: self.problems, draft: draft).check()
        // What cannot be started because of a node or a tag that is wrong would only repeat it.
        let known = Set(draft.nodes.map(\.node.id))
        if draft.claimed.subtracting([""]).isSubset(of: known) { ReachCheck(problems: self.problems, draft: draft).check() }
        EnvironmentCheck(problems: self.problems).check(draft)
        TemplateCheck(problems: self.problems, draft: draft, given: self.given).check()
    }
}
