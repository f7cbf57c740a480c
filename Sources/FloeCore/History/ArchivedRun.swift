/// A run that has ended, as retention looks at it.
public struct ArchivedRun: Sendable, Hashable {
    public var ref: RunRef
    public var flow: String
    public var endedAt: Moment
    /// Of its files and those of the runs its flow nodes started; 0 before they were measured.
    public var bytes: Int64
    /// When it was adopted, where it was asked for with a key.
    public var keyedAt: Moment?

    public init(ref: RunRef, flow: String, endedAt: Moment, bytes: Int64, keyedAt: Moment? = nil) {
        self.ref = ref
        self.flow = flow
        self.endedAt = endedAt
        self.bytes = bytes
        self.keyedAt = keyedAt
    }
}
