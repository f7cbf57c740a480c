internal import Glibc

/// Why a file could not be fetched, in words for the person who asked.
public struct FetchFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case cancelled
        /// What was asked makes no sense.
        case request
        /// Something is in the way on this host, or a folder cannot be written.
        case folder
        case diskFull
        case unreachable
        /// The server fell silent or broke off, again and again.
        case vanished
        /// The server's answer was not the file.
        case refused
        case tooLarge
        case checksum
        case other
    }

    public var kind: Kind
    public var message: String
    /// The HTTP status, where that is what went wrong.
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
