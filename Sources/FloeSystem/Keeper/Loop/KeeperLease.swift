/// Until when tasks of runs that hold tags of a cluster may go on.
///
/// Whoever of the cluster counts this host for dead gives its tags away some time after it last reached the database. So its tasks must have
/// ended by then, also when the hub stands still: every commit of the hub moves the moment on, and the keeper looks at it by a clock that
/// counts while the machine sleeps.
struct KeeperLease: Sendable {
    /// What tasks are given to end when it is over, in milliseconds.
    static let grace: Int64 = 10_000
    /// How often it is looked at while it matters: a timer does not count while the machine sleeps, the clock does.
    static let pause: Int64 = 500

    static let over = "ended, since the host could not reach its database for too long, and another may take its tags"
    static let tooLate = "not started, since the host could not reach its database for too long, and another may take its tags"

    private(set) var until: Int64?

    /// It never gets shorter.
    mutating func extend(to time: Int64) { self.until = max(time, self.until ?? time) }

    func isOver(at now: Int64) -> Bool { self.until.map { $0 <= now } ?? true }
}

extension Keeper {
    /// Those that need the lease and have not ended.
    private var leased: [KeptOrder] {
        self.lease.until == nil ? [] : self.orders.values.filter { $0.plan?.isLeased == true && !$0.hasEnded }
    }

    /// When to look at the lease again.
    var nextLeaseLook: Int64? {
        guard let until = self.lease.until, until > self.now, !self.leased.isEmpty else { return nil }
        return min(until, self.now + KeeperLease.pause)
    }

    /// Ends what needs a lease that is over.
    func endUnleased() {
        guard self.lease.isOver(at: self.now) else { return }
        for order in self.leased {
            if case .waiting = order.state {
                self.end(order, KeeperResult(.lost, text: KeeperLease.tooLate))
            } else if case .running = order.state {
                order.stopping = true
                // One that is being ended already has no more time than the others.
                order.remains?.hurry(to: (self.lease.until ?? self.now) + KeeperLease.grace)
                self.endStep(of: order, .leaseOver)
                self.arm(order)
            }
        }
    }
}
