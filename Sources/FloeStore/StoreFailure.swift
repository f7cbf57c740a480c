internal import FloeCore

/// Why a store could not do what it was asked for. Nothing of the call was done; the store goes on when the cause is gone.
public struct StoreFailure: Error, Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// No room for what is to be written.
        case full
        /// The file, its folder or its disk cannot be written to.
        case readOnly
        /// The file cannot be opened or made.
        case unopenable
        /// Another process holds it.
        case locked
        /// What is there is no store, or a broken one.
        case damaged
        /// A later version of Floe made it.
        case newer
        /// The server cannot be reached, or has ended the connection.
        case unreachable
        /// The disk failed.
        case disk
        /// The rows contradict what is stored.
        case refused
        /// None of these.
        case other
    }

    public var kind: Kind
    /// Where the store is: the path of its file, `memory`, or the database and its server.
    public var place: String
    /// What was tried, what went wrong, and what to do.
    public var message: String

    public init(_ kind: Kind, place: String, message: String) {
        self.kind = kind
        self.place = place
        self.message = message
    }
}

extension StoreFailure {
    /// An event that cannot be stored, for what is stored of it, or under its sequence number.
    init(contradicting event: EventRow, stored: EventRow?, in place: String) {
        let what = stored == nil ? "another event has its sequence number \(event.sequence)" : "it is stored with other content"
        self.init(
            .refused, place: place,
            message: """
                could not store changes in \(place): event \(event.id) of \(event.run) cannot be stored, \(what); events never change, \
                so please report this
                """)
    }
}

extension StoreFailure: CustomStringConvertible {
    public var description: String { self.message }
}
