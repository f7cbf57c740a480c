import FloeSystem

/// Processes of tasks that nobody looks after.
struct ProcessChecks {
    let checkup: Checkup

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() async {
        let root = self.checkup.place.root
        if self.checkup.isRunning { return self.checkup.skip("processes of tasks: the host runs and looks after them") }
        let sockets = ((try? Folder.names(in: root)) ?? []).filter { SocketFile.isListenedTo("\(root)/\($0)") == true }
        if let socket = sockets.first {
            return self.checkup.skip("processes of tasks: the keeper that listens at \(root)/\(socket) looks after them")
        }
        let mark = "FLOE_OUTPUT=\(root)/logs/"
        let processes = MarkedProcesses.living(mark: mark)
        if processes.isEmpty { return }
        let ids = processes.prefix(Checkup.most).map(String.init).joined(separator: ", ")
        var finding = Finding(
            severity: .error, check: "processes", place: "process \(ids)",
            what: "\(processes.count) processes of tasks live, and no host does",
            why: "they work on what the next run takes for its own", repair: "ends them: TERM, and KILL after ten seconds")
        if self.checkup.repairs {
            finding.isRepaired = await BlockingPool.shared.run { MarkedProcesses.end(mark: mark, grace: 10_000) }
        }
        self.checkup.add(finding)
    }
}
