/// A store that several hosts write, each its own runs, and by which they share them: part B of `docs/cluster-protocol.md`. Every call
/// that writes is guarded by the host's fence.
public protocol SharedStore: RunStore {
    /// Tells the beat, and sees what others have done.
    func look(_ question: SharedQuestion) throws -> SharedLook

    /// Asks for tags and runs, each for itself.
    func claim(_ wants: [SharedWant]) throws -> [SharedAnswer]

    /// Gives the runs of a host to this one, if it has not moved since that beat. Nil when it has.
    func takeOver(_ host: String, seen beat: Int) throws -> [RunRef]?

    /// How far schedules were fired, and the time of the database.
    func slots(_ triggers: [String]) throws -> (last: [String: Moment], now: Moment)

    /// Begins anew after others have taken over what this host had.
    func reincarnate() throws
}

/// Why changes were not stored, though the store can be written.
public enum SharedConflict: Error, Sendable, Hashable {
    /// Another host has one of the runs, or has fired one of the slots: what is in memory is to be read anew.
    case moved
    /// Another host counted this one for dead and has its runs.
    case fenced
}
