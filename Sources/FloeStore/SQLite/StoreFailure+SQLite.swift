internal import GRDB

extension StoreFailure {
    /// Says what SQLite's error means to whoever runs the host.
    /// - Parameter tried: what was tried, as in "could not *store changes*".
    init(_ error: any Error, trying tried: String, in place: String) {
        if let failure = error as? StoreFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other, place: place, message: "could not \(tried) in \(place): \(error)")
            return
        }
        let (kind, reason) = Self.meaning(of: error)
        let detail = "SQLite error \(error.extendedResultCode.rawValue)" + (error.message.map { ": \($0)" } ?? "")
        self.init(kind, place: place, message: "could not \(tried) in \(place): \(reason) (\(detail))")
    }

    private static func meaning(of error: DatabaseError) -> (Kind, String) {
        switch error.resultCode {
        case .SQLITE_FULL:
            (.full, "the disk is full; free space on it, floe goes on by itself")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            (.readOnly, "the file cannot be written to; check its owner and mode, and that its disk is not mounted read-only")
        case .SQLITE_CANTOPEN:
            (.unopenable, "the file cannot be opened or made; check that its folder exists and that floe may write there")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (.locked, "another process holds the file; end what has it open (another floe, or sqlite3)")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            (.damaged, "the file is damaged or no store of floe; move it away and restore a backup, or start without it")
        case .SQLITE_IOERR:
            (.disk, "the disk failed to read or write; look at the system's log and the state of the disk")
        case .SQLITE_CONSTRAINT:
            (.refused, "the rows do not fit what is stored; please report this with the text in brackets")
        case .SQLITE_NOMEM:
            (.other, "memory ran out; give floe more, or end what takes it")
        default:
            (.other, "SQLite refused; please report this with the text in brackets")
        }
    }
}
