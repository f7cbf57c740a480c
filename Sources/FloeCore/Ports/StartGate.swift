/// Keeps an attempt that was made ready from starting before its start is stored.
///
/// Making an attempt ready and storing its start take about as long, so they are done at the same time. What cannot be stored has not
/// been started then, and nothing of it was seen.
public protocol StartGate: Sendable {
    /// Nil while it is not known; false when it was shut for good, since the start could not be stored.
    var isOpen: Bool? { get }

    /// Calls `decided` when it is known, at once if it is.
    func whenDecided(_ decided: @escaping @Sendable (_ isOpen: Bool) -> Void)
}

/// For what is started when it is stored already.
public struct OpenGate: StartGate {
    public init() {}

    public var isOpen: Bool? { true }
    public func whenDecided(_ decided: @escaping @Sendable (_ isOpen: Bool) -> Void) { decided(true) }
}
