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
            case .timer: keys.formUnion(Array(trigger.options.keys) + flow.defaults.keys)
            case .pollGit, .gitPush: keys.formUnion(["url", "branch", "ref", "hash"] + flow.defaults.keys)
            case .webhook:
                guard let values = trigger.options["values"]?.map else { return nil }
                keys.formUnion(Array(values.keys) + flow.defaults.keys)
            case .flow: return nil
            }
        }
        return keys
    }
}
