/// Why a command could not do what it was asked, and the status it exits with.
struct CommandFailure: Error, CustomStringConvertible {
    enum Status: Int32 {
        case bad = 1
        case usage = 2
        case cancelled = 3
        case unreachable = 4
    }

    var description: String
    var status: Status

    init(_ description: String, _ status: Status = .bad) {
        self.description = description
        self.status = status
    }
}
