import FloeCore
import FloeHub
import Synchronization

/// Answers orders at once as a script says, or keeps them until it is told how they end.
final class ScriptedAgent: Agent {
    let keeper = "keeper-1"
    private let inbox: Inbox
    private let script: @Sendable (Order) -> Outcome?
    private let seen = Mutex(Seen())

    private struct Seen {
        var started: [OrderID] = []
        var stopped: [OrderID] = []
        var forgotten: [OrderID] = []
        var ended: [RunRef] = []
        var recovered: [Set<RunRef>] = []
        var prepared: [OrderID] = []
        var discarded: [OrderID] = []
    }

    /// - Parameter script: Nil keeps the order.
    init(_ inbox: Inbox, script: @escaping @Sendable (Order) -> Outcome?) {
        self.inbox = inbox
        self.script = script
    }

    var started: [OrderID] { self.seen.withLock(\.started) }
    var prepared: [OrderID] { self.seen.withLock(\.prepared) }
    var discarded: [OrderID] { self.seen.withLock(\.discarded) }
    var stopped: [OrderID] { self.seen.withLock(\.stopped) }
    var forgotten: [OrderID] { self.seen.withLock(\.forgotten) }
    var ended: [RunRef] { self.seen.withLock(\.ended) }
    /// What it was told of live runs, each time.
    var recovered: [Set<RunRef>] { self.seen.withLock(\.recovered) }

    func prepare(_ order: Order) { self.seen.withLock { $0.prepared.append(order.id) } }
    func discard(_ id: OrderID) { self.seen.withLock { $0.discarded.append(id) } }

    func start(_ order: Order) {
        self.seen.withLock { $0.started.append(order.id) }
        if let outcome = self.script(order) { self.inbox.post(.outcome(order.id, outcome)) }
    }

    func stop(_ id: OrderID) {
        self.seen.withLock { $0.stopped.append(id) }
        self.inbox.post(.outcome(id, Outcome(.cancelled)))
    }
    func forget(_ id: OrderID) { self.seen.withLock { $0.forgotten.append(id) } }
    func recovered(live: [RunRef]) { self.seen.withLock { $0.recovered.append(Set(live)) } }
    func runEnded(_ run: RunRef, flow: String) { self.seen.withLock { $0.ended.append(run) } }
}
