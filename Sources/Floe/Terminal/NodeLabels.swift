import FloeCore

/// What stands before lines of a node: its id, in flows that the started one calls after their own.
struct NodeLabels: Sendable {
    let main: String

    func label(_ flow: FlowKey, _ node: String) -> String { self.label(flow.id, node) }

    func label(_ flow: String, _ node: String) -> String { flow == self.main ? node : "\(flow)/\(node)" }
}
