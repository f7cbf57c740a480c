internal import CSpawn
internal import Glibc

/// What outlives the processes that were started.
extension Keeper {
    /// Ends what orders of a run left behind. The mark is how an entry in the environment of each begins.
    func sweep(_ run: String, mark: String) {
        // The id of a session is not given to a new process while the session lives, so one whose leader is there again is not ours.
        let sessions = (self.background.removeValue(forKey: run) ?? []).filter { kill($0, 0) != 0 && errno == ESRCH }
        self.sweepGroups(of: run)
        guard !sessions.isEmpty || self.mayHaveStrays() else { return }
        self.sweeps.append((run, Remains(sessions: sessions, mark: mark, grace: 1000, at: self.now)))
    }

    /// Ends what orders of runs left behind that have ended without a word: the hub of then died.
    func sweep(allBut live: Set<String>) {
        guard let home = self.settings.home else { return }
        var marks: [String: String] = [:]
        if self.mayHaveStrays() {
            let mark = Array(home.mark.utf8)
            for id in ProcessTable.ids() {
                // FLOW/RUN/FILE
                guard let rest = ProcessTable.entry(of: id, after: mark)?.text.split(separator: "/", maxSplits: 2), rest.count == 3 else {
                    continue
                }
                marks[String(rest[1])] = "\(home.mark)\(rest[0])/\(rest[1])/"
            }
        }
        let known = Set(marks.keys).union(self.background.keys).union(self.backgroundGroups.keys)
        for run in known.subtracting(live) { self.sweep(run, mark: marks[run] ?? "") }
    }

    /// Whether anything may live that came of orders that have ended.
    private func mayHaveStrays() -> Bool { self.hasOrphans() ?? true }

    /// Whether it has children that it did not start: whoever adopts orphans can tell. Nil where the system does not say.
    func hasOrphans() -> Bool? {
        guard self.settings.home != nil, let children = ProcessTable.children() else { return nil }
        let own = Set(self.orders.values.compactMap { $0.child?.id })
        return !children.allSatisfy { own.contains($0) }
    }

    /// Whether sessions of runs that have not ended live on.
    func hasBackground() -> Bool {
        for (run, sessions) in self.background {
            let left = sessions.filter { kill(-$0, 0) == 0 }
            self.background[run] = left.isEmpty ? nil : left
        }
        return !self.background.isEmpty || self.hasBackgroundGroups()
    }

    func takeSignals() {
        var info = signalfd_siginfo()
        while read(self.signals, &info, MemoryLayout<signalfd_siginfo>.size) == MemoryLayout<signalfd_siginfo>.size {
            if info.ssi_signo == UInt32(SIGCHLD) {
                // Our own children are told of by their descriptors. The others are in no hurry.
                if self.orphansDue == nil { self.orphansDue = self.now + 200 }
            } else {
                self.complain("signal \(SystemText.signal(Int32(info.ssi_signo))): ending all tasks")
                self.endAll()
            }
        }
    }

    /// Orphans that have ended are zombies until somebody asks for their status.
    func releaseOrphans() {
        self.orphansDue = nil
        let own = Set(self.orders.values.compactMap { $0.child?.id })
        for child in ProcessTable.children() ?? [] where !own.contains(child) {
            var status: Int32 = 0
            waitpid(child, &status, WNOHANG)
        }
    }

    func accept() {
        let socket = floe_accept(self.listener)
        guard socket >= 0 else { return }
        var user: uid_t = 0
        var process: pid_t = 0
        guard floe_socket_peer(socket, &user, &process) == 0, user == getuid() || user == 0 else {
            self.complain("a connection of process \(process) of user \(user) is refused: only user \(getuid()) may connect")
            close(socket)
            return
        }
        self.add(HubLink(socket: socket))
    }
}
