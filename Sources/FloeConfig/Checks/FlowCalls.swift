import FloeCore

/// How the flows of a file start each other.
enum FlowCalls {
    /// The keys of the values that `flow` nodes give, by what they call the flow.
    static func values(of drafts: [DraftFlow]) -> [String: Set<String>] {
        var given: [String: Set<String>] = [:]
        for node in drafts.flatMap(\.nodes) {
            if case .flow(let call) = node.node.kind { given[call.flow, default: []].formUnion(call.values.keys) }
        }
        return given
    }

    /// Warns of flows that the file does not have; a flow may also be made by the API.
    static func checkNames(_ drafts: [DraftFlow], _ problems: ProblemList) {
        let ids = Set(drafts.map(\.flow.id))
        let known = ids.union(drafts.map(\.flow.key.description))
        func check(_ name: String?, at place: Place) {
            guard let name, !name.isEmpty, !name.contains("{{"), !known.contains(name) else { return }
            let hint = Suggestion.hint(for: name, among: ids.sorted())
            problems.warning(at: place, "there is no flow '\(name.shown)' in this file", "add it, or make sure that it is there\(hint)")
        }
        for draft in drafts {
            for trigger in draft.triggers {
                check(trigger.trigger.flow, at: trigger.fields.node("opts")?["flow"]?.place ?? trigger.fields.place)
            }
            for node in draft.nodes {
                if case .flow(let call) = node.node.kind { check(call.flow, at: node.options?.place("flow") ?? node.fields.place) }
            }
        }
    }
}
