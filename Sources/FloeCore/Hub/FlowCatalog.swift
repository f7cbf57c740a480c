/// The flows that can be started now.
public struct FlowCatalog: Sendable {
    private var byID: [String: [Int: FrozenFlow]] = [:]
    /// Flows with a trigger on the end of the flow with this id.
    private var onEnd: [String: [(flow: FrozenFlow, trigger: Trigger)]] = [:]
    /// All of them, by id and version.
    public let flows: [FrozenFlow]

    public init(_ flows: [FrozenFlow] = []) {
        self.flows = flows.sorted { $0.flow.key < $1.flow.key }
        for frozen in self.flows {
            self.byID[frozen.flow.id, default: [:]][frozen.flow.version] = frozen
            for trigger in frozen.flow.triggers where trigger.kind == .flow {
                guard let source = trigger.flow else { continue }
                let id = source.split(separator: "@").first.map(String.init) ?? source
                self.onEnd[id, default: []].append((frozen, trigger))
            }
        }
    }

    /// The flow a name means: `id@version`, or `id` for the highest version.
    public func flow(named name: String) -> FrozenFlow? {
        let words = name.split(separator: "@", maxSplits: 1)
        guard let id = words.first.map(String.init), let versions = self.byID[id] else { return nil }
        if words.count == 2 { return Int(words[1]).flatMap { versions[$0] } }
        return versions.max { $0.key < $1.key }?.value
    }

    /// Flows that the end of this flow, with this result, starts.
    func startedByEnd(of flow: FlowKey, result: RunRow.Result) -> [(flow: FrozenFlow, trigger: Trigger)] {
        guard let all = self.onEnd[flow.id] else { return [] }
        return all.filter { _, trigger in
            let wanted = trigger.flow ?? ""
            guard wanted == flow.id || wanted == flow.description else { return false }
            return trigger.result == .any || trigger.result.rawValue == result.rawValue
        }
    }
}
