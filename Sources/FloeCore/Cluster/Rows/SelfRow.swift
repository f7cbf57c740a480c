/// What a host knows of itself; one row.
public struct SelfRow: Sendable, Hashable, Codable {
    public var name: String
    public var incarnation: Incarnation
    /// Its entry in the list; nil until it met itself there.
    public var address: String?
    /// The list it lives by: that of its file, unless it is retired.
    public var list: HostList
    public var fileList: HostList
    /// Its roll call is complete for this store and list.
    public var joined = false
    /// Slots up to here are not fired by a home that knows nothing of their trigger.
    public var joinedAt: Moment?
    /// The others' list leaves it out: it finishes what it has.
    public var retired = false

    public init(name: String, incarnation: Incarnation, list: HostList, address: String? = nil) {
        self.name = name
        self.incarnation = incarnation
        self.list = list
        self.fileList = list
        self.address = address
    }
}
