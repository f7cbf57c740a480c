extension Run {
    /// Options that a type takes from the event it heard, else from the trigger, where the file gives none.
    private static let fillable: [String: [String]] = [
        "git-checkout": ["url", "branch", "ref", "hash"],
        "git-merge": ["url", "branch", "ref", "hash", "from-branch"],
    ]

    /// The order for the current attempt of an instance. The same each time it is asked for, also after a restart.
    func order(node: Int, pass: Int, part: Int) -> Order {
        let head = self.nodes[node].passes[pass].head
        let row = self.nodes[node].passes[pass][part: part]
        let model = self.node(node)
        let values = (try? self.references(of: node, before: head.startEvent).get()) ?? [:]
        var filled: Values = [:]
        if case .executing(let type) = model.kind, let names = Self.fillable[type] {
            let carried = self.heard[head.cause]?.carried ?? [:]
            for name in names where model.options[name] == nil {
                if let value = carried[name] ?? self.row.values[name] { filled[name] = value }
            }
        }
        return Order(
            id: OrderID(
                run: self.row.ref, node: model.id, pass: head.key.pass, attempt: row.attempt, instance: row.key.instance),
            flow: self.row.flow, keeper: row.keeper, node: model, env: self.flow.env, reuseSpace: self.flow.reuseSpace,
            values: values, filled: filled)
    }
}
