/// Something that is wrong with a host, or may become so.
struct Finding: Codable, Sendable, Equatable {
    enum Severity: String, Codable, Sendable, Comparable {
        /// To be known; nothing is wrong.
        case note
        case warning
        case error

        static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
        private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
    }

    var severity: Severity
    /// `store`, `files`, `processes`…
    var check: String
    /// A path, or what else it is about.
    var place: String
    var what: String
    /// Why it matters.
    var why: String
    /// What to do about it by hand; nothing where `repair` does it.
    var remedy = ""
    /// What `--repair` does about it; nothing where it can do nothing.
    var repair = ""
    var isRepaired = false
}
