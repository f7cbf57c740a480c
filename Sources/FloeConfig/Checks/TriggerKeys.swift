import FloeCore

/// The names of the values that runs of a flow start with.
enum TriggerKeys {
    /// All of them; nil when some trigger, or a flow without triggers, may bring anything.
    static func known(of flow: Flow, given: [String: Set<String>]) -> Set<String>? {
        guard !flow.triggers.isEmpty else { return nil }
        var keys = (given[flow.id] ?? []).union(given[flow.key.description] ?? [])
        for trigger in flow.triggers {
            switch trigger.kind {
            case .data: keys.formUnion((trigger.form?.fields ?? flow.params).map(\.id))
            case .timer: keys.formUnion(trigger.options.keys)
            case .pollGit, .gitPush: keys.formUnion(["url", "branch", "ref", "hash"])
            case .webhook:
                guard let values = trigger.options["values"]?.map else { return nil }
                keys.formUnion(values.keys)
            case .flow: return nil
            }
        }
        return keys
    }
}
