import FloeSystem

/// Processes of tasks that nobody looks after.
struct ProcessChecks {
    let checkup: Checkup

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() async {
        self.lookAtGroups()
        let root = self.checkup.place.root
        if self.checkup.isRunning { return self.checkup.skip("processes of tasks: the host runs and looks after them") }
        let sockets = ((try? Folder.names(in: root)) ?? []).filter { SocketFile.isListenedTo("\(root)/\($0)") == true }
        if let socket = sockets.first {
            return self.checkup.skip("processes of tasks: the keeper that listens at \(root)/\(socket) looks after them")
        }
        let mark = "FLOE_OUTPUT=\(root)/logs/"
        // Those that hide their environment are in the groups alone.
        let processes = Set(MarkedProcesses.living(mark: mark)).union(KeeperGroups.living(root: root)).sorted()
        if processes.isEmpty { return self.lookAtEmptyGroups() }
        let ids = processes.prefix(Checkup.most).map(String.init).joined(separator: ", ")
        var finding = Finding(
            severity: .error, check: "processes", place: "process \(ids)",
            what: "\(processes.count) processes of tasks live, and no host does",
            why: "they work on what the next run takes for its own", repair: "ends them: TERM, and KILL after ten seconds")
        if self.checkup.repairs {
            finding.isRepaired = await BlockingPool.shared.run {
                let ended = MarkedProcesses.end(mark: mark, grace: 10_000)
                return KeeperGroups.end(root: root) && ended
            }
        }
        self.checkup.add(finding)
    }

    /// What a keeper left that was killed, or that could not remove them.
    private func lookAtEmptyGroups() {
        let root = self.checkup.place.root
        let folders = KeeperGroups.folders(root: root)
        guard let first = folders.first else { return }
        self.checkup.add(
            Finding(
                severity: .warning, check: "processes", place: first,
                what: folders.count == 1
                    ? "a control group of tasks, and nothing lives in it"
                    : "\(folders.count) control groups of tasks, and nothing lives in them",
                why: "it was left by a keeper that was killed; the next one removes it too",
                repair: "removes \(folders.count == 1 ? "it" : "them")")
        ) {
            guard KeeperGroups.end(root: root) else { throw FileProblem("remove", first) }
        }
    }

    private func lookAtGroups() {
        let root = self.checkup.place.root
        guard !KeeperGroups.areUsed(root: root), !KeeperGroups.canBeMade else { return }
        self.checkup.add(
            Finding(
                severity: .note, check: "processes", place: "control groups", what: "none of version 2 can be made here",
                why: "what a task starts in the background and what hides its environment and session goes on after a cancel",
                remedy: "run floe as a service with Delegate=yes (docs/systemd.md), or as root"))
    }
}
