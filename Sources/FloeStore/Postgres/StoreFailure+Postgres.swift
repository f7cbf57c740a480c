extension StoreFailure {
    /// Says what PostgreSQL's error means to whoever runs the host.
    /// - Parameter tried: what was tried, as in "could not *store changes*".
    init(postgres error: any Error, trying tried: String, in place: String) {
        if let failure = error as? StoreFailure {
            self = failure
            return
        }
        guard let error = error as? PostgresError else {
            self.init(.other, place: place, message: "could not \(tried) in \(place): \(error)")
            return
        }
        let (kind, reason) = error.stage == .statement ? Self.meaning(ofCode: error.code) : Self.meaning(ofText: error)
        let detail = error.code.isEmpty ? error.text : "\(error.code): \(error.text)"
        self.init(kind, place: place, message: "could not \(tried) in \(place): \(reason) (\(detail))")
    }

    private static let unreachable =
        "the server cannot be reached; check that it runs and is reached from here at this address; floe goes on by itself when it is back"

    /// Of a connection that was not made libpq has no code, and its words are all there is.
    private static func meaning(ofText error: PostgresError) -> (Kind, String) {
        func says(_ words: String...) -> Bool { words.contains { error.text.contains($0) } }
        if says("password", "authentication", "pg_hba.conf", "role \"", "no encryption") {
            return (.unopenable, "the server does not let this user in; check user, password and the server's pg_hba.conf")
        }
        if says("database \"") && says("does not exist") {
            return (.unopenable, "there is no such database; make it with createdb, owned by this user")
        }
        if says("too many", "connection slots") {
            return (
                .unreachable,
                "all connections of the server are taken; raise its max_connections or end others; floe goes on by itself when one is free"
            )
        }
        if error.stage == .lost { return (.unreachable, "the connection was lost; floe makes a new one when the server can be reached") }
        return (.unreachable, Self.unreachable)
    }

    private static func meaning(ofCode code: String) -> (Kind, String) {
        switch code {
        case "53100": (.full, "the server's disk is full; free space on it, floe goes on by itself")
        case "25006": (.readOnly, "the server takes no writes; point store-root at the primary, or promote this one")
        case "42501": (.readOnly, "the user may not do this; make it the owner of the schema and its tables")
        case "42P01", "42703", "42883", "3F000":
            (.damaged, "tables or columns are missing; check the address and its search_path, or restore a dump")
        case "55P03", "57014":
            (.locked, "it took too long; something else holds the rows, or the server is overloaded: see pg_stat_activity")
        case "XX001", "XX002", "XX000": (.damaged, "the database is damaged; look at the server's log, and restore a backup")
        case "58030": (.disk, "the server's disk failed to read or write; look at its log")
        case let code where code.hasPrefix("23"):
            (.refused, "the rows do not fit what is stored; please report this with the text in brackets")
        case let code where code.hasPrefix("57P"): (.unreachable, Self.unreachable)
        case let code where code.hasPrefix("53"): (.other, "the server is out of means; look at its log, floe goes on by itself")
        default: (.other, "PostgreSQL refused; please report this with the text in brackets")
        }
    }
}
