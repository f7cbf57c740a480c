import FloeCore
import FloeHub
import Synchronization

/// Takes orders and keeps them until the test says how each ends, or ends them at once as a script says.
final class HeldAgent: Agent {
    let keeper = "keeper-1"
    private let inbox: Inbox
    private let script: @Sendable (Order) -> Outcome?

    init(_ inbox: Inbox, script: @escaping @Sendable (Order) -> Outcome?) {
        self.inbox = inbox
        self.script = script
    }

    func start(_ order: Order) {
        if let outcome = self.script(order) { self.inbox.post(.outcome(order.id, outcome)) }
    }

    func end(_ id: OrderID, _ outcome: Outcome) { self.inbox.post(.outcome(id, outcome)) }
    func stop(_ id: OrderID) { self.inbox.post(.outcome(id, Outcome(.cancelled))) }
    func forget(_ id: OrderID) {}
    func recovered(live: [RunRef]) {}
    func runEnded(_ run: RunRef, flow: String) {}
}
