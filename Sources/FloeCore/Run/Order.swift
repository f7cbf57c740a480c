/// All that an agent needs to execute one attempt.
public struct Order: Sendable, Hashable, Codable {
    public var id: OrderID
    public var flow: FlowKey
    /// The keeper it is for; another answers `lost`.
    public var keeper: String
    /// Of the node: its type, options, hooks, times. Texts are templates still.
    public var node: Node
    /// Of a run that holds tags which hosts share by a database: a number that was new with its activation and is higher than those before.
    public var fence: Int?
    /// `KEY=value` of the flow; the node's own come after.
    public var env: [String]
    /// Runs of the flow share one workspace on a host.
    public var reuseSpace: Bool
    /// What the references of the node's texts stand for, by `Template.Reference.name`; `ws` and host facts are the agent's.
    public var values: [String: String]
    /// What a type that takes options from elsewhere (`git-checkout`) may take where the file gives none: of the event heard, then of
    /// the trigger. Which of them fit what the file does give is for the type to tell.
    public var offered: [Values]
    /// What of the references is sealed, by the same names; their values are not there.
    public var sealed: [String: SealedText]
    /// Everything sealed of the run: left out of whatever the attempt tells.
    public var hidden: [SealedText]

    public init(
        id: OrderID, flow: FlowKey, keeper: String, node: Node, env: [String], reuseSpace: Bool, values: [String: String],
        offered: [Values], sealed: [String: SealedText] = [:], hidden: [SealedText] = []
    ) {
        self.id = id
        self.flow = flow
        self.keeper = keeper
        self.node = node
        self.env = env
        self.reuseSpace = reuseSpace
        self.values = values
        self.offered = offered
        self.sealed = sealed
        self.hidden = hidden
    }

    /// The type of the task: `exec`, `git-checkout`, …
    public var type: String { if case .executing(let type) = self.node.kind { type } else { "" } }
}
