public import FloeCore

/// What a sweep does to the files of a host. All of it blocks.
public struct SweptFiles: Sendable {
    /// Bytes on the disk of the files of a run.
    public var bytes: @Sendable (SweptRun) -> Int64
    /// Removes the files of a run; done again where it was broken off.
    public var remove: @Sendable (SweptRun) throws -> Void
    /// Removes what is too much of the caches; gives the bytes.
    public var sweepCaches: @Sendable (CacheLimits, Moment) throws -> Int64
    /// Whether the disk is as good as full.
    public var isFull: @Sendable () -> Bool
    /// Takes room on the disk for the moment in which it is full.
    public var holdReserve: @Sendable () -> Void
    /// Gives it back; false when there is none.
    public var releaseReserve: @Sendable () -> Bool

    public init(
        bytes: @escaping @Sendable (SweptRun) -> Int64, remove: @escaping @Sendable (SweptRun) throws -> Void,
        sweepCaches: @escaping @Sendable (CacheLimits, Moment) throws -> Int64, isFull: @escaping @Sendable () -> Bool = { false },
        holdReserve: @escaping @Sendable () -> Void = {}, releaseReserve: @escaping @Sendable () -> Bool = { false }
    ) {
        self.bytes = bytes
        self.remove = remove
        self.sweepCaches = sweepCaches
        self.isFull = isFull
        self.holdReserve = holdReserve
        self.releaseReserve = releaseReserve
    }
}
