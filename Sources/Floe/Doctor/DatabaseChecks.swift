import FloeStore

/// The database of a host whose store is PostgreSQL: whether it can be reached, is whole, and is of this version.
struct DatabaseChecks {
    let checkup: Checkup
    let address: String

    func run() {
        self.checkup.skip("whether logs and artifacts belong to runs: the store is a database")
        do {
            let database = try PostgresExamination(self.address)
            let (applied, known) = (try database.migrations(), PostgresExamination.knownMigrations)
            guard applied == known else { return self.tell(of: applied, known, database.place) }
            for fault in try database.faults(host: self.checkup.place.hostName) {
                self.checkup.add(
                    Finding(
                        severity: .error, check: "store", place: database.place, what: fault, why: "the store contradicts itself",
                        remedy: "keep a dump of it (pg_dump), and restore one from before; please report this"))
            }
        } catch {
            self.checkup.add(
                Finding(
                    severity: .error, check: "store", place: PostgresAddress.shown(self.address), what: "\(error)",
                    why: "a host takes no work without it", remedy: "start the server, or mend common.store-root"))
        }
    }

    private func tell(of applied: [String], _ known: [String], _ place: String) {
        if applied.isEmpty { return self.checkup.skip("what is in the store: no host was started with it yet") }
        let isNewer = applied.contains { !known.contains($0) }
        self.checkup.add(
            Finding(
                severity: isNewer ? .warning : .note, check: "store", place: place,
                what:
                    "it has tables up to '\(applied.last ?? "")', and floe \(FloeVersion.current) knows those up to '\(known.last ?? "")'",
                why: isNewer ? "a later version of floe made it" : "it is brought up by the next start: make a dump before",
                remedy: isNewer ? "use floe doctor of that version" : ""))
        self.checkup.skip("what is in the store: its tables are those of another version")
    }
}
