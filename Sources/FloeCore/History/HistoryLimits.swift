/// How much of the history of each flow is kept, as the flow file in force has it.
public struct HistoryLimits: Sendable, Hashable {
    /// Of `common`, whole.
    private let common: Retention
    /// By the id of the flow; those alone that say something of their own.
    private let own: [String: Retention]
    private let kept: Set<String>

    /// - Parameter flows: Of several versions of one flow the highest counts.
    public init(_ common: Retention? = nil, flows: [Flow] = []) {
        self.common = (common ?? Retention()).over(.standard)
        var own: [String: Retention] = [:]
        var kept: Set<String> = []
        for flow in flows.sorted(by: { $0.key < $1.key }) {
            own[flow.id] = flow.retention
            if flow.keep { kept.insert(flow.id) } else { kept.remove(flow.id) }
        }
        self.own = own
        self.kept = kept
    }

    /// Whether no run of the flow is ever swept.
    func keeps(_ flow: String) -> Bool { self.kept.contains(flow) }

    func runs(of flow: String) -> Int { max(1, self.own[flow]?.runs ?? self.common.runs ?? .max) }
    func age(of flow: String) -> Span { self.own[flow]?.age ?? self.common.age ?? Span(milliseconds: .max) }
    /// Of a flow that has a bound of its own.
    func size(of flow: String) -> Int64 { self.own[flow]?.size ?? .max }
    /// Of all flows together.
    var size: Int64 { self.common.size ?? .max }
}
