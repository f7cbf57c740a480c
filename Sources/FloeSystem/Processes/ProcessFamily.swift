internal import CSpawn
internal import Glibc

/// The processes that came of one start: all of its session, and those that left it but still carry its mark in their environment.
public struct ProcessFamily: Sendable {
    /// Sessions whose leaders are ours and not yet released, or are gone; see `sessions(without:)`.
    private var sessions: Set<Int32>
    /// `NAME=value`, or the beginning of it, in the environment a process was started with.
    private var mark: [UInt8]

    /// The family of a process that is not yet released.
    public init(of process: RunningProcess, mark: String) {
        self.sessions = [process.id]
        self.mark = Array(mark.utf8)
    }

    /// What processes that exited and were released left behind.
    ///
    /// The id of a session is not given to a new process while the session lives, so one whose leader is there again is not ours.
    public init(leftBy sessions: Set<Int32>, mark: String) {
        self.sessions = sessions.filter { kill($0, 0) != 0 && errno == ESRCH }
        self.mark = Array(mark.utf8)
    }

    /// TERM to all of it; what is still there after `grace` gets KILL until nothing is left. A second call may run beside it.
    ///
    /// Also works in a task that was cancelled.
    public func end(grace: Duration) async {
        let patience = ContinuousClock.now + grace
        await BlockingPool.shared.run { self.signal(SIGTERM) }
        var pause = Duration.milliseconds(2)
        var looksWithoutAny = 0
        while true {
            // A process that is just loading a program shows no environment, so one look that finds nobody is not enough.
            looksWithoutAny = await BlockingPool.shared.run { self.members().isEmpty } ? looksWithoutAny + 1 : 0
            if looksWithoutAny == 2 { return }
            let now = ContinuousClock.now
            if now >= patience { await BlockingPool.shared.run { self.signal(SIGKILL) } }
            let left = now < patience ? now.duration(to: patience) : pause
            await EventThread.shared.sleep(for: looksWithoutAny > 0 ? .milliseconds(2) : min(pause, left))
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    /// Its living processes. Blocks.
    func members() -> [Int32] {
        let own = getpid()
        return ProcessTable.ids().filter { $0 != own && self.contains($0) }
    }

    private func contains(_ id: Int32) -> Bool {
        guard let entry = ProcessTable.entry(id), entry.lives else { return false }
        return self.sessions.contains(entry.session) || ProcessTable.environment(of: id, hasPrefix: self.mark)
    }

    private func signal(_ signal: Int32) {
        // A group gets it at once, so that no member can start another between two of our looks.
        for session in self.sessions { kill(-session, signal) }
        for member in self.members() where !self.sessions.contains(getpgid(member)) {
            // Held by a descriptor, the process we look at again is the one that gets the signal.
            let descriptor = floe_pidfd_open(member)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            if self.contains(member) { _ = floe_pidfd_signal(descriptor, signal) }
        }
    }
}
