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
        /// The disk failed.
        case disk
        /// The rows contradict what is stored.
        case refused
        /// None of these.
        case other
    }

    public var kind: Kind
    /// Where the store is: the path of its file, or `memory`.
    public var place: String
    /// What was tried, what went wrong, and what to do.
    public var message: String

    public init(_ kind: Kind, place: String, message: String) {
        self.kind = kind
        self.place = place
        self.message = message
    }
}

extension StoreFailure: CustomStringConvertible {
    public var description: String { self.message }
}
