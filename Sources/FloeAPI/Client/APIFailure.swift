public import FloeCore

/// Why a call of a server came to nothing, worded for the person who asked for it.
public enum APIFailure: Error, Sendable, CustomStringConvertible {
    /// Nobody answers there, or not as a server does.
    case unreachable(ServerAddress, String)
    /// The connection broke off: it can be tried again.
    case broken(ServerAddress, String)
    /// The server answered with an error.
    case refused(ServerAddress, Problem)
    /// The server answered with what is no answer of a floe of this kind.
    case unreadable(ServerAddress, String)

    public var description: String {
        switch self {
        case .unreachable(let address, let why): "cannot reach \(address): \(why)"
        case .broken(let address, let why): "the connection to \(address) broke off: \(why)"
        case .unreadable(let address, let what): "\(address) does not answer like a floe of this version: \(what)"
        case .refused(let address, let problem): Self.words(problem, address)
        }
    }

    /// Whether the same call may do better a little later.
    public var isTransient: Bool {
        switch self {
        case .unreachable, .broken: true
        case .unreadable: false
        case .refused(_, let problem): problem.status == 429 || problem.status >= 500
        }
    }

    /// Nobody who may is asking.
    public var isNotAllowed: Bool {
        if case .refused(_, let problem) = self { problem.status == 401 || problem.status == 403 } else { false }
    }

    /// The status the server answered with, if it did.
    public var status: Int? { if case .refused(_, let problem) = self { problem.status } else { nil } }

    /// What is wrong with fields of what was sent.
    public var problems: [FieldProblem] { if case .refused(_, let problem) = self { problem.problems ?? [] } else { [] } }

    private static func words(_ problem: Problem, _ address: ServerAddress) -> String {
        let detail = problem.detail.isEmpty ? problem.title.lowercased() : problem.detail
        switch problem.status {
        case 401: return "\(address) does not let you in: \(detail)"
        case 500...: return "\(address) could not do it (\(problem.status)): \(detail)"
        default: return detail
        }
    }
}
