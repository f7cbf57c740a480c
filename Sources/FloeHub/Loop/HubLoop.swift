internal import FloeCore
internal import FloeSystem
internal import Logging

/// The loop itself. Lives on one thread; nobody else ever sees it.
///
///     take what has arrived → decide → commit once → perform the effects → announce
final class HubLoop {
    /// What a loop is built from.
    struct Parts: Sendable {
        var state: HubState
        var store: any RunStore
        var cluster: HubCluster?
        var shared: HubShared?
        var agent: any Agent
        var agents: HubAgents?
        var book: FlowBook
        var load: @Sendable (RunRef) -> Void
        var clock: HubClock
        var inbox: Inbox
        var broadcast: Broadcast
        var monitor: HubMonitor
        var meter: HubMeter
        var logger: Logger
    }

    /// Events in one commit at most: enough that a commit costs each of them next to nothing, few enough that nobody waits long.
    static let batchLimit = 512
    /// Longest sleep before a deadline. The deadline is a wall time, the sleep is not: a wall clock that was set is noticed by then.
    static let longestSleep = Span(seconds: 5)

    let store: any RunStore
    let cluster: HubCluster?
    let shared: HubShared?
    let agent: any Agent
    let agents: HubAgents?
    let book: FlowBook
    let load: @Sendable (RunRef) -> Void
    let clock: HubClock
    let inbox: Inbox
    let broadcast: Broadcast
    let monitor: HubMonitor
    let meter: HubMeter
    let logger: Logger

    var state: HubState
    var timers: TimerSchedule
    /// Taken from the inbox and not yet looked at.
    var backlog = Backlog()
    /// Who waits for the answer to an event that is being decided.
    var waiters: [HubEvent.Token: InboxItem.Waiter] = [:]
    /// A commit failed, and none has succeeded since.
    var outage: StoreOutage?
    /// In the last outage.
    var cancelled: CancelledMeanwhile?
    /// Whether this host is about to end, as the store does not know it.
    var closing = false
    /// Of a host that shares its database.
    var watch: SharedWatch
    /// The last tick left a deadline behind it that was due.
    private var overdueAfterTick = false

    init(_ parts: Parts) {
        self.store = parts.store
        self.cluster = parts.cluster
        self.shared = parts.shared
        self.watch = SharedWatch(parts.state.shared?.times ?? SharedTimes())
        self.timers = TimerSchedule(isShared: parts.cluster != nil || parts.shared != nil)
        self.agent = parts.agent
        self.agents = parts.agents
        self.book = parts.book
        self.load = parts.load
        self.clock = parts.clock
        self.inbox = parts.inbox
        self.broadcast = parts.broadcast
        self.monitor = parts.monitor
        self.meter = parts.meter
        self.logger = parts.logger
        self.state = parts.state
    }

    /// Runs until the inbox is closed and all that was in it is stored.
    func run() throws {
        defer { self.end() }
        self.book.follow { [inbox] in inbox.post(.catalog($0)) }
        Failpoint.hubRecover.pass()
        self.perform(self.state.recover())
        self.agent.recovered(live: self.state.liveRefs)
        Failpoint.hubRecovered.pass()
        self.process([.catalog(self.book.startable)] + self.startOfCluster + [.tick])
        while true {
            if self.backlog.isEmpty { self.backlog.refill(self.inbox.take(within: self.patience)) }
            if self.outage != nil {
                self.sitOut()
            } else {
                self.processBatch()
                self.share()
            }
            if self.backlog.isEmpty, self.inbox.isClosed {
                self.backlog.refill(self.inbox.take(within: .zero))
                if self.backlog.isEmpty { break }
            }
        }
        try self.lastAttempt()
    }

    var startOfCluster: [HubEvent] { self.cluster.map { [$0.start] } ?? [] }

    /// How long there is nothing to do; nil until something arrives.
    private var patience: Duration? {
        if let outage { return outage.patience }
        let look = self.shared == nil ? nil : max(.zero, self.watch.next - .now)
        let deadlines = [self.state.nextWake, self.timers.next].compactMap(\.self)
        guard let next = deadlines.min() else { return look }
        // A deadline that a tick did not deal with must not make the loop spin.
        let least: Int64 = self.overdueAfterTick ? 1000 : 0
        let wait = max(least, min((next - self.clock.now()).milliseconds, Self.longestSleep.milliseconds))
        return look.map { min($0, .milliseconds(wait)) } ?? .milliseconds(wait)
    }

    /// Decides the next events of the backlog, stores that, and does what follows.
    private func processBatch() {
        let now = self.clock.now()
        var batch = self.nextBatch()
        let planned = self.timers.next
        let fires = self.timers.due(at: now)
        if !fires.isEmpty { self.meter.fired(late: now - (planned ?? now), count: fires.count, missed: self.timers.missed) }
        batch.events += fires.map {
            self.cluster == nil && self.shared == nil ? .trigger($0.request, nil) : .timer($0.request, slot: $0.at)
        }
        let due = self.state.nextWake.map { $0 <= now } ?? false
        if due { batch.events.append(.tick) }
        self.process(batch.events)
        if due { self.overdueAfterTick = self.state.nextWake.map { $0 <= now } ?? false } else { self.overdueAfterTick = false }
        self.perform(batch.reads)
    }

    /// Decides events in one go and commits what comes of them. When that fails, none of it has happened.
    @discardableResult
    func process(_ events: [HubEvent], isSecond: Bool = false) -> Bool {
        if events.isEmpty { return true }
        for event in events { self.note(event) }
        let known = self.state.shared
        let decision = self.state.decide(events, at: self.clock.now())
        var seconds: Double?
        if !decision.changes.isEmpty {
            let began = ContinuousClock.now
            let leaseBegan = self.shared?.clock() ?? 0
            let orders = decision.effects.compactMap { if case .start(let order) = $0 { order } else { nil } }
            // While this thread waits for the disk.
            for order in orders { self.agent.prepare(order) }
            do {
                try self.store.commit(decision.changes)
                seconds = (ContinuousClock.now - began) / .seconds(1)
                self.extendLease(from: leaseBegan)
            } catch {
                for order in orders { self.agent.discard(order.id) }
                self.state.takeBack(known)
                if (error as? SharedConflict) == .moved, !isSecond { return self.decideAgain(events) }
                self.fail(events, because: error)
                return false
            }
        }
        self.meter.stored(decision, events: events.count, seconds: seconds)
        self.storeWorks()
        self.perform(decision.effects)
        self.checkAnswers()
        return true
    }

    /// Every request is answered by the decision it was part of; nobody waits for what will not come.
    private func checkAnswers() {
        if self.waiters.isEmpty { return }
        self.logger.error("Requests were decided and not answered", metadata: ["requests": "\(self.waiters.count)"])
        let refusal = HubRefusal(.store, detail: "What came of the request is not known. Look at the run's state before asking again.")
        for waiter in self.waiters.values { waiter.resume(throwing: refusal) }
        self.waiters = [:]
    }

    /// Keeps what the loop itself goes by.
    private func note(_ event: HubEvent) {
        switch event {
        case .catalog(let catalog):
            self.timers.replace(catalog.flows, at: self.clock.now())
        case .closing: self.closing = true
        case .shared(.hinted): self.watch.ask()
        default: break
        }
    }

    private func end() {
        self.book.follow { _ in }
        self.inbox.close()
        for item in self.backlog.takeAll() + self.inbox.take(within: .zero) { item.refuse(.stopping) }
        for waiter in self.waiters.values { waiter.resume(throwing: HubRefusal.stopping) }
        self.waiters = [:]
        self.broadcast.shutDown()
    }
}
