internal import FloeCore

/// What a keeper has of an order.
final class KeptOrder {
    enum State {
        /// Its turn to be started has not come.
        case waiting
        case running
        /// It runs in the hub.
        case claimed
        case ended(KeeperResult)
    }

    /// A process of it, the leader of a session of its own.
    struct Child {
        var id: Int32
        var descriptor: Int32
        /// Nil while it runs. It is a zombie until it is released, so that its id stays taken.
        var status: Int32?
        /// Nil once its program is known to be loaded.
        var launch: Launch?
    }

    /// A process on its way to its program.
    struct Launch {
        var pointer: OpaquePointer
        var program: String
        var folder: String
    }

    /// Why a step is being ended.
    enum Why {
        case stopped
        case over(String)
        case leaseOver
    }

    let id: String
    let plan: KeeperPlan?
    /// What tells its processes from all others.
    let mark: String
    var state: State
    var step = 0
    var child: Child?
    /// When the step was started, by the keeper's clock.
    var stepStart: Int64 = 0
    var log: OrderLog?
    /// When its process, which has ended, is asked again how.
    var lookAgainAt: Int64?
    /// Of the log's pipe among the keeper's watches.
    var logKey: UInt64?
    /// Since when its log takes no more, by the keeper's clock.
    var heldSince: Int64?
    /// The hub was told so.
    var isHeldTold = false
    /// How the step's process ended, whose output is not all in the log yet.
    var unfinished: Int32?
    /// A stop was asked for.
    var stopping = false
    var why: Why?
    var remains: Remains?
    /// What its processes are in, where there are control groups.
    var group: ControlGroup?
    /// What the command came to; steps after it do not change it.
    var result: KeeperResult?
    /// An entry of the keeper's deadlines that is due no later than this order needs; `max` without one.
    var armed = Int64.max

    init(id: String, plan: KeeperPlan?, mark: String = "", state: State) {
        self.id = id
        self.plan = plan
        self.mark = plan?.mark ?? mark
        self.state = state
    }

    var isClaimed: Bool { if case .claimed = self.state { true } else { false } }
    var hasEnded: Bool { if case .ended = self.state { true } else { false } }

    var currentStep: KeeperPlan.Step? {
        guard let plan, plan.steps.indices.contains(self.step) else { return nil }
        return plan.steps[self.step]
    }

    /// When it next has to be looked at, if nothing happens.
    var due: Int64? {
        let rest = self.log?.restAt
        if let remains { return min(remains.nextLook, rest ?? .max) }
        guard let plan, self.child != nil, self.child?.status == nil else { return rest }
        let end = plan.timeout.map { self.stepStart + $0.milliseconds }
        // One that cannot be heard is not silent.
        let silence = self.heldSince == nil ? plan.silence : nil
        let quiet = silence.map { max(self.log?.heardAt ?? 0, self.stepStart) + $0.milliseconds }
        return [end, quiet, rest, self.lookAgainAt].compactMap(\.self).min()
    }

    /// What its processes are given to end. Where others may hold its tags soon, little.
    func grace(_ plan: KeeperPlan) -> Int64 {
        if case .leaseOver = self.why { return min(plan.grace.milliseconds, KeeperLease.grace) }
        return plan.grace.milliseconds
    }

    /// The limit that is over, in words.
    func over(at now: Int64) -> String? {
        guard let plan, self.child != nil, self.child?.status == nil else { return nil }
        if let timeout = plan.timeout, now >= self.stepStart + timeout.milliseconds {
            return "timed out after \(Self.words(timeout.milliseconds))"
        }
        if self.heldSince == nil, let silence = plan.silence, now >= max(self.log?.heardAt ?? 0, self.stepStart) + silence.milliseconds {
            return "no output for \(Self.words(silence.milliseconds))"
        }
        return nil
    }

    /// `90 s`, `1.5 s`.
    private static func words(_ milliseconds: Int64) -> String {
        milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(Double(milliseconds) / 1000) s"
    }
}
