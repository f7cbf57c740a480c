import FloeCore
import FloeStore
import FloeSystem

/// Whether files and runs belong together.
struct FileChecks {
    /// Ended attempts whose logs are looked for.
    private static let attempts = 5000

    let checkup: Checkup
    let store: SQLiteStore

    init(_ checkup: Checkup, store: SQLiteStore) {
        self.checkup = checkup
        self.store = store
    }

    func run() throws {
        let place = self.checkup.place
        for (folder, below, what) in [
            ("\(place.root)/logs", "", "logs"), ("\(place.root)/artifacts", "", "artifacts"),
            ("\(place.workspaces)/spaces", "/ws", "a workspace"),
        ] {
            try self.orphans(folder, below: below, what)
        }
        try self.missingLogs()
    }

    private func orphans(_ folder: String, below: String, _ what: String) throws {
        let flows = try self.store.flowsWithRuns()
        var found = 0
        for flow in self.names(folder) {
            for name in self.names("\(folder)/\(flow)\(below)") {
                let path = "\(folder)/\(flow)\(below)/\(name)"
                if let run = RunRef(name) {
                    if try self.store.knows(run) { continue }
                } else if name == "single", !below.isEmpty, flows.contains(flow) {
                    continue
                }
                found += 1
                guard found <= Checkup.most || self.checkup.repairs else { continue }
                self.checkup.add(
                    Finding(
                        severity: .warning, check: "files", place: path, what: "\(what) of a run that is not in the store",
                        why: "it takes \(FolderSize.bytes(path) >> 10) KB, and retention does not know of it", repair: "removes it")
                ) {
                    try Folder.remove(path)
                }
            }
        }
        if found > Checkup.most, !self.checkup.repairs {
            self.checkup.add(
                Finding(
                    severity: .warning, check: "files", place: folder, what: "\(found - Checkup.most) more like these",
                    why: "they take room",
                    repair: "removes them"))
        }
    }

    private func missingLogs() throws {
        let logs = LogStore(root: self.checkup.place.root)
        let missing = try self.store.lastAttempts(limit: Self.attempts).filter { order, flow in
            (try? logs.path(of: order, flow: flow)).map { !FilePath.exists($0) } ?? false
        }
        guard !missing.isEmpty else { return }
        let names = missing.prefix(5).map { "\($0.order)" }.joined(separator: ", ")
        self.checkup.add(
            Finding(
                severity: .warning, check: "files", place: logs.folder,
                what: "\(missing.count) logs are missing: \(names)\(missing.count > 5 ? "…" : "")",
                why: "what these attempts printed is not known any more",
                remedy: "nothing brings them back but a backup; keep others from removing files there"))
    }

    private func names(_ folder: String) -> [String] { ((try? Folder.names(in: folder)) ?? []).sorted() }
}
