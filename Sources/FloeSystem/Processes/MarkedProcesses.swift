internal import Glibc

/// Processes of tasks, known by what was put into their environment. Both calls block.
public enum MarkedProcesses {
    /// The ids of living processes with an entry of their environment that begins so.
    public static func living(mark: String) -> [Int32] {
        var scan = ProcessScan()
        return scan.members(sessions: [], mark: Array(mark.utf8))
    }

    /// Ends them: TERM, and after `grace` milliseconds KILL, for ten seconds more at the most. Gives whether none is left.
    @discardableResult
    public static func end(mark: String, grace: Int64) -> Bool {
        var now = Keeper.clock()
        var remains = Remains(sessions: [], mark: mark, grace: grace, at: now)
        let end = now + grace + 10_000
        while now < end {
            var scan = ProcessScan()
            if remains.look(&scan, at: now) { return true }
            usleep(UInt32(max(0, min(remains.nextLook - now, 50))) * 1000)
            now = Keeper.clock()
        }
        return false
    }
}
