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
        let sealed = self.sealedReferences(of: node, before: head.startEvent)
        let values = (try? self.references(of: node, before: head.startEvent).get()) ?? [:]
        var offered: [Values] = []
        if case .executing(let type) = model.kind, let names = Self.fillable[type] {
            let sources = [self.heard[head.cause]?.carried ?? [:], self.row.values]
            // What is sealed would be seen in an address.
            offered = sources.map { source in source.filter { names.contains($0.key) && $0.value == $0.value.shown } }
                .filter { !$0.isEmpty }
        }
        var order = Order(
            id: OrderID(
                run: self.row.ref, node: model.id, pass: head.key.pass, attempt: row.attempt, instance: row.key.instance),
            flow: self.row.flow, keeper: row.keeper, node: model, env: self.flow.env,
            reuseSpace: self.flow.reuseSpace && model.target == nil,
            values: sealed.isEmpty ? values : values.filter { sealed[$0.key] == nil }, offered: offered, sealed: sealed,
            hidden: self.sealed.sorted { $0.cipher < $1.cipher })
        order.fence = self.row.fence
        return order
    }
}
