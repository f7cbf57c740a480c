internal import FloeCore
internal import GRDB

/// The writes by which archived runs go. Each may be done again.
struct Sweeping {
    var db: Database

    private static let stays = "SELECT 1 FROM run WHERE number = ? AND host = ? AND (phase <> 'archive' OR keep <> 0)"
    private static let note = """
        INSERT INTO swept (number, host, flow) SELECT number, host, flow FROM run WHERE number = ? AND host = ? ON CONFLICT DO NOTHING
        """
    /// A client that has seen less than all of its events gets a snapshot instead of what came after.
    private static let cursor = """
        UPDATE host SET swept_sequence = max(swept_sequence, ifnull(
            (SELECT sequence FROM event WHERE number = ? AND host = ? ORDER BY id DESC LIMIT 1), 0)) WHERE id = 1
        """
    private static let remove = "DELETE FROM run WHERE number = ? AND host = ?"
    private static let removeFlow = "DELETE FROM flow WHERE digest = ? AND NOT EXISTS (SELECT 1 FROM run WHERE digest = ?)"

    /// Takes families of runs out of sight, those whole of which none is live or kept by now.
    func sweep(_ families: [[RunRef]], flows: [String]) throws {
        let stays = try Rows(self.db, Self.stays)
        let steps = try [Self.cursor, Self.note, Self.remove].map { try Rows(self.db, $0) }
        for family in families where try !family.contains(where: { ref in try stays.first({ Self.bind(ref, &$0) }, { $0.int() }) != nil }) {
            for run in family {
                for step in steps { try step.run { Self.bind(run, &$0) } }
            }
        }
        let removeFlow = try Rows(self.db, Self.removeFlow)
        for digest in flows {
            try removeFlow.run {
                $0.bind(digest)
                $0.bind(digest)
            }
        }
    }

    private static let clearings = [
        """
        DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE number = ? AND host = ? LIMIT ?)
        """,
        """
        DELETE FROM pass WHERE (number, host, node, pass, instance) IN
            (SELECT number, host, node, pass, instance FROM pass WHERE number = ? AND host = ? LIMIT ?)
        """,
    ]

    /// Removes rows of runs that were swept; false when so many rows were not enough.
    func clear(_ runs: [SweptRun], rows: Int) throws -> Bool {
        let clearings = try Self.clearings.map { try Rows(self.db, $0) }
        let forget = try Rows(self.db, "DELETE FROM swept WHERE number = ? AND host = ?")
        var left = rows
        for run in runs {
            for clearing in clearings {
                guard left > 0 else { return false }
                try clearing.run {
                    Self.bind(run.ref, &$0)
                    $0.bind(left)
                }
                left -= self.db.changesCount
            }
            guard left > 0 else { return false }
            try forget.run { Self.bind(run.ref, &$0) }
            left -= 1
        }
        return true
    }

    private static func bind(_ run: RunRef, _ to: inout Binder) {
        to.bind(run.number)
        to.bind(run.host)
    }
}
