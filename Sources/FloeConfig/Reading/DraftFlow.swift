import FloeCore

/// A flow as it was read, with the places that checks need to point at.
struct DraftFlow {
    var flow: Flow
    let fields: Fields
    var triggers: [DraftTrigger] = []
    var nodes: [DraftNode] = []
    /// Ids that stand in the file, also of nodes that are wrong otherwise: what names them is not wrong too.
    var claimed: Set<String> = []
    /// Whether the nodes are all that the flow will have; a flow file brings others.
    var isWhole = true

    var place: String { "flow '\(self.flow.id)'" }
}

struct DraftTrigger {
    var trigger: Trigger
    let fields: Fields
}

struct DraftNode {
    /// A tag that a node listens to or waits for, and where it says so.
    struct Tag {
        var text: String
        var place: Place
    }

    var node: Node
    let fields: Fields
    /// The options, by the table of the type.
    var options: Fields?
    var tags: [Tag] = []

    var isMerge: Bool { if case .merge = self.node.kind { true } else { false } }
    var isExecuting: Bool { if case .executing = self.node.kind { true } else { false } }
    var isEnd: Bool { if case .end = self.node.kind { true } else { false } }
}
