import FloeTesting

@testable import FloeCore

extension LinkWorld {
    mutating func check(_ id: OrderID, _ outcome: Outcome, _ hub: Int) {
        let row = self.hubs[hub].rows[id]!
        if row.outcomes > 1 { self.problems.append("\(id) has two outcomes") }
        let process = self.processes[id]
        if let process, process.ended == nil { self.problems.append("\(id) is over, and runs") }
        if row.log != process?.log ?? [] { self.problems.append("\(id) has \(row.log.count) bytes of \(process?.log.count ?? 0)") }
        if outcome.kind == .good, process?.ended != outcome { self.problems.append("\(id) is good, and ended otherwise") }
    }

    mutating func checkAll() {
        for (id, process) in self.processes where process.starts > 1 { self.problems.append("\(id) was started \(process.starts) times") }
        for hub in self.hubs {
            for (id, row) in hub.rows {
                let log = self.processes[id]?.log ?? []
                if !log.starts(with: row.log) { self.problems.append("what h has of \(id) is not what it wrote") }
            }
        }
    }

    private var isSettled: Bool {
        self.mail.isEmpty && self.pumps.isEmpty && self.processes.values.allSatisfy { $0.ended != nil }
            && self.hubs.allSatisfy { hub in hub.link.count == 0 && hub.rows.values.allSatisfy { $0.outcome != nil } }
    }

    /// Faults have stopped: all ends, and nothing is kept.
    mutating func settle() {
        self.isCalm = true
        self.mend()
        for hub in 0..<2 { self.dial(hub) }
        for _ in 0..<3000 where !self.isSettled {
            if self.random.chance(3) { self.mend() }
            if let id = self.processes.filter({ $0.value.ended == nil }).keys.min(by: { $0.description < $1.description }) {
                let outcome = self.processes[id]!.isStopping ? Outcome(.cancelled) : Outcome(.good, status: 0)
                self.finish(id, outcome)
            }
            self.deliver()
            self.pump()
        }
        for hub in self.hubs {
            for (id, row) in hub.rows where row.outcome == nil { self.problems.append("\(id) is stuck") }
            if hub.link.count > 0 { self.problems.append("\(hub.name) still knows \(hub.link.count) orders") }
        }
        for held in self.agent.held { self.problems.append("\(held.id) is kept for ever, \(held.state)") }
        if !self.records.orders.isEmpty { self.problems.append("\(self.records.orders.count) orders are written down for ever") }
        self.checkAll()
    }
}
