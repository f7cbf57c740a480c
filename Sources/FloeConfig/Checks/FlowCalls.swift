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

    /// Refuses clear text for what a flow asks for as a secret. What a template stands for is known only when the node starts.
    static func checkSecrets(_ drafts: [DraftFlow], _ problems: ProblemList) {
        for node in drafts.flatMap(\.nodes) {
            guard case .flow(let call) = node.node.kind, let flow = Self.flow(call.flow, in: drafts) else { continue }
            for entry in node.options?.node("values")?.map ?? [] where flow.secretFields.contains(entry.key) {
                guard let text = entry.value.scalar?.text, !text.isEmpty, !Self.isReference(text) else { continue }
                problems.error(
                    at: entry.value.place,
                    "'\(entry.key.shown)' of '\(call.flow.shown)' is a secret, and what stands here would be stored and seen as it is",
                    "hand a secret field on, alone, as {{trigger.KEY}}, or name it under 'secrets' of the task that needs it")
            }
        }
    }

    /// The flow that a name means: `id@version`, or the highest version of an id.
    private static func flow(_ name: String, in drafts: [DraftFlow]) -> Flow? {
        drafts.map(\.flow).filter { $0.id == name || $0.key.description == name }.max { $0.version < $1.version }
    }

    private static func isReference(_ text: String) -> Bool {
        guard let template = try? Template(parsing: text), template.parts.count == 1, case .reference = template.parts[0] else {
            return false
        }
        return true
    }
}
