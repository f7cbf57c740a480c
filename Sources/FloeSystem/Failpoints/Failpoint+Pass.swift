internal import Glibc
internal import Synchronization

extension Failpoint {
    /// Written once, by `arm`, before the program starts a thread.
    nonisolated(unsafe) private static var isArmed = false
    private static let plans = Mutex<[FailpointPlan]>([])

    /// Takes what is to happen from `FLOE_FAILPOINT`: `NAME[:NTH][:ACTION]`, several separated by commas. Call it before anything else.
    ///
    /// - Returns: What is wrong with it, in words.
    public static func arm() -> String? {
        guard let text = getenv("FLOE_FAILPOINT").map({ String(cString: $0) }), !text.isEmpty else { return nil }
        do throws(FailpointPlan.Malformed) {
            var plans: [FailpointPlan] = []
            for entry in text.split(separator: ",") { plans.append(try FailpointPlan(entry)) }
            self.plans.withLock { [plans] in $0 = plans }
            self.isArmed = true
            return nil
        } catch {
            return error.description
        }
    }

    /// Passes the point: this may be the end of the process.
    public func pass() {
        if Self.isArmed { _ = self.act() }
    }

    /// Passes the point where something may fail; gives the error number it is to fail with.
    public func failure() -> Int32? {
        guard Self.isArmed else { return nil }
        switch self.act() {
        case .enospc: return ENOSPC
        case .eio: return EIO
        case .kill, .short, nil: return nil
        }
    }

    /// Passes the point before a write; gives how many bytes are to be written before `die`.
    public func half(of count: Int) -> Int? {
        guard Self.isArmed, self.act() == .short else { return nil }
        return count / 2
    }

    /// Ends the process as a crash does.
    public static func die() -> Never {
        kill(getpid(), SIGKILL)
        while true { pause() }
    }

    private func act() -> FailpointPlan.Action? {
        let action = Self.plans.withLock { plans -> FailpointPlan.Action? in
            var action: FailpointPlan.Action?
            for index in plans.indices where plans[index].point == self {
                plans[index].nth -= 1
                if plans[index].nth == 0 { action = plans[index].action }
            }
            return action
        }
        if action == .kill { Self.die() }
        return action
    }
}
