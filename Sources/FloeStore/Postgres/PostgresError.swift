/// What PostgreSQL, or libpq, says went wrong.
struct PostgresError: Error {
    /// Where it went wrong.
    enum Stage {
        /// No connection was made.
        case connecting
        /// There was one, and it is gone: whether what was sent was done is not known.
        case lost
        /// The server refused a statement, and goes on.
        case statement
    }

    var stage: Stage
    /// Five letters and digits; empty where libpq gives none.
    var code: String
    /// What was said, on one line.
    var text: String

    init(_ stage: Stage, code: String = "", _ text: String) {
        self.stage = stage
        self.code = code
        self.text = text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(
            separator: "; ")
    }

    /// The server ended, or ends, what was under way; a connection made anew may go on.
    var isLoss: Bool { self.stage == .lost || self.code.hasPrefix("57P") }

    /// The transaction stood in another's way and was rolled back; again, it can succeed.
    var isCollision: Bool { self.code == "40001" || self.code == "40P01" }
}
