extension Run {
    /// A live run from its rows.
    init(_ stored: StoredRun) {
        self.init(row: stored.row, frozen: stored.flow)
        self.bornAt = min(stored.events.first?.at ?? stored.row.adoptedAt, stored.row.adoptedAt)
        for event in stored.events {
            self.lastEventID = max(self.lastEventID, event.id)
            self.remember(event)
        }
        for row in stored.passes {
            guard let node = self.compiled.index[row.key.node] else { continue }
            if row.key.instance.isEmpty {
                self.nodes[node].passes.append(Pass(head: row))
            } else if let last = self.nodes[node].passes.indices.last(where: { self.nodes[node].passes[$0].head.key.pass == row.key.pass })
            {
                self.nodes[node].passes[last].parts.append(row)
            }
        }
        for node in self.nodes.indices {
            self.nodes[node].passes.sort { $0.head.key.pass < $1.head.key.pass }
            let order = self.node(node).instances
            for pass in self.nodes[node].passes.indices {
                self.nodes[node].passes[pass].parts.sort {
                    (order.firstIndex(of: $0.key.instance) ?? 0) < (order.firstIndex(of: $1.key.instance) ?? 0)
                }
            }
            self.nodes[node].counted = self.nodes[node].passes.count { !$0.head.void }
            self.nodes[node].current = self.nodes[node].passes.firstIndex { $0.inFlight } ?? self.nodes[node].passes.count
            guard !self.compiled.isMerge(node) else { continue }
            for pass in self.nodes[node].passes where pass.inFlight {
                self.busy.insert(node)
                if pass.head.child != nil { self.waitingForChildren += 1 }
            }
        }
    }

    /// Keeps an event that can be heard, with the values it carries.
    mutating func remember(_ event: EventRow) {
        guard !event.tag.hasPrefix("sys.") else { return }
        var carried = self.carried(by: event.causes)
        self.sealed.formUnion(event.own.sealed)
        if !event.own.isEmpty { carried.merge(event.own) { $1 } }
        self.heard[event.id] = HeardEvent(
            id: event.id, tag: event.tag, node: self.compiled.index[event.node] ?? -1, good: event.good, cleanup: event.cleanup,
            carried: carried)
    }

    /// The rows of a pass that were changed since they were last taken.
    mutating func takeDirtyRows(node: Int, pass: Int) -> [PassRow] {
        let dirty = self.nodes[node].passes[pass].dirty
        self.nodes[node].passes[pass].dirty = []
        let taken = self.nodes[node].passes[pass]
        return dirty.map { $0 < 0 ? taken.head : taken.parts[$0] }
    }
}
