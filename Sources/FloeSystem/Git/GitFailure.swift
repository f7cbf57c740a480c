internal import Glibc

/// Why git could not do what was asked, in words for the person who asked.
public struct GitFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case cancelled
        /// There is no `git` to run.
        case missing
        /// What was asked makes no sense.
        case request
        /// Something is in the way on this host, or a folder cannot be written.
        case folder
        case diskFull
        case repositoryNotFound, versionNotFound
        case authentication
        case unreachable
        /// The remote went away or fell silent in the middle.
        case vanished
        /// The cached mirror is damaged.
        case damaged
        case other
    }

    public var kind: Kind
    public var message: String
    /// git's exit status, where it ran.
    public var status: Int?

    public init(_ kind: Kind, _ message: String, status: Int? = nil) {
        self.kind = kind
        self.message = message
        self.status = status
    }

    init(_ problem: FileProblem) {
        switch problem.code {
        case ECANCELED: self.init(.cancelled, "cancelled")
        case ENOSPC, EDQUOT: self.init(.diskFull, problem.description)
        default: self.init(.folder, problem.description)
        }
    }

    public var description: String { self.message }
}
