internal import CSpawn
internal import Glibc

/// Processes that are being ended: TERM, and after a grace KILL, until two looks in a row find none.
///
/// They are those of given sessions, those whose environment carries a mark, wherever they went, and those in a control group.
struct Remains {
    /// Of sessions whose leaders were not yet released, or are gone.
    let sessions: Set<Int32>
    /// `NAME=value`, or the beginning of it.
    let mark: [UInt8]
    /// Nothing gets out of it, where there is one.
    let group: ControlGroup?
    /// When patience is over, by the keeper's clock.
    private var killAt: Int64
    private(set) var nextLook: Int64
    private var pause: Int64 = 2
    private var looksWithoutAny = 0

    /// Sends TERM to the sessions at once; to the others with the first look.
    init(sessions: Set<Int32>, mark: String, group: ControlGroup? = nil, grace: Int64, at now: Int64) {
        self.group = group
        self.sessions = sessions
        self.mark = Array(mark.utf8)
        self.killAt = now + grace
        self.nextLook = now
        // A group gets it at once, so that no member can start another between two of our looks.
        for session in sessions { kill(-session, grace > 0 ? SIGTERM : SIGKILL) }
    }

    private var isFirst = true

    /// Patience is over at that moment at the latest.
    mutating func hurry(to time: Int64) {
        self.killAt = min(self.killAt, time)
        self.nextLook = min(self.nextLook, self.killAt)
    }

    /// Looks once, if it is time to; true when nothing is left.
    mutating func look(_ scan: inout ProcessScan, at now: Int64) -> Bool {
        guard now >= self.nextLook else { return false }
        // First of all, since what multiplies would outrun everything else.
        let isKilled = now >= self.killAt && self.group?.kill() == true
        let members = scan.members(sessions: self.sessions, mark: self.mark, others: self.group?.members ?? [])
        // A process that is just loading a program shows no environment, so one look that finds nobody is not enough.
        self.looksWithoutAny = members.isEmpty ? self.looksWithoutAny + 1 : 0
        if self.looksWithoutAny == 2 { return true }
        if now >= self.killAt {
            for session in self.sessions { kill(-session, SIGKILL) }
            self.signal(isKilled ? members.filter { self.group?.contains($0) != true } : members, SIGKILL)
        } else if self.isFirst {
            self.signal(members.filter { !self.sessions.contains(getpgid($0)) }, SIGTERM)
        }
        self.isFirst = false
        let patience = now < self.killAt ? self.killAt - now : self.pause
        self.nextLook = now + (self.looksWithoutAny > 0 ? 2 : min(self.pause, patience))
        self.pause = min(self.pause * 2, 50)
        return false
    }

    private func signal(_ members: [Int32], _ signal: Int32) {
        for member in members {
            // Held by a descriptor, the process we look at again is the one that gets the signal.
            let descriptor = floe_pidfd_open(member)
            guard descriptor >= 0 else { continue }
            if self.group?.contains(member) == true || ProcessScan.belongs(member, sessions: self.sessions, mark: self.mark) {
                _ = floe_pidfd_signal(descriptor, signal)
            }
            close(descriptor)
        }
    }
}
