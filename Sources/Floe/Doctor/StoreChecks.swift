import FloeAPI
import FloeCore
import FloeHub
import FloeStore
import FloeSystem

/// The store: whether it can be read, is whole, and fits what is in the folders.
struct StoreChecks {
    let checkup: Checkup
    private var place: RootPlace { self.checkup.place }

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() {
        if let address = self.place.database { return DatabaseChecks(checkup: self.checkup, address: address).run() }
        guard FilePath.exists(self.place.store) else {
            self.checkup.skip("the store and what belongs to it: there is no \(self.place.store)")
            return
        }
        do {
            let store = try SQLiteStore.reading(self.place.store)
            defer { try? store.close() }
            guard try self.fits(store) else { return }
            try self.look(at: store)
            try self.lookAtTime(store)
            try FileChecks(self.checkup, store: store).run()
        } catch {
            self.checkup.add(
                Finding(
                    severity: .error, check: "store", place: self.place.store, what: "\(error)", why: "a host does not start with it",
                    remedy: "restore a backup, or start that version of floe that made it"))
        }
    }

    /// Whether its tables are those that this version knows.
    private func fits(_ store: SQLiteStore) throws -> Bool {
        let (applied, known) = (try store.migrations(), SQLiteStore.knownMigrations)
        if applied == known { return true }
        let isNewer = applied.contains { !known.contains($0) }
        let (last, ours) = (applied.last ?? "", known.last ?? "")
        self.checkup.add(
            Finding(
                severity: isNewer ? .warning : .note, check: "store", place: self.place.store,
                what: "it has tables up to '\(last)', and floe \(FloeVersion.current) knows those up to '\(ours)'",
                why: isNewer ? "a later version of floe made it" : "it is brought up by the next start, after a copy was made",
                remedy: isNewer ? "use floe doctor of that version" : ""))
        self.checkup.skip("what is in the store: its tables are those of another version")
        return false
    }

    private func look(at store: SQLiteStore) throws {
        let faults = try store.faults(host: self.place.hostName)
        for fault in faults where !fault.isMendable {
            self.checkup.add(
                Finding(
                    severity: .error, check: "store", place: self.place.store, what: fault.what, why: "runs may be lost or wrong",
                    remedy: "keep a copy of the file, and restore a backup (floe restore)"))
        }
        // Damage first: nothing is written into a broken file.
        let canMend = !faults.contains { !$0.isMendable }
        for fault in faults where fault.isMendable {
            let finding = Finding(
                severity: .warning, check: "store", place: self.place.store, what: fault.what, why: "the store contradicts itself",
                repair: canMend ? "puts it right" : "")
            if canMend { self.checkup.add(finding) { try self.mend() } } else { self.checkup.add(finding) }
        }
    }

    private func mend() throws {
        let store = try SQLiteStore.file(self.place.store)
        try store.mend(host: self.place.hostName)
        try store.close()
    }

    private func lookAtTime(_ store: SQLiteStore) throws {
        let now = HubClock.system.now()
        guard let last = try store.lastEvent(), (last - now).milliseconds > 60_000 else { return }
        MachineChecks(self.checkup).future(self.place.store, "its last event happened at \(last.timestamp)")
    }
}
