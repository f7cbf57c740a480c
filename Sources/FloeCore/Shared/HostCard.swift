/// What a host says of itself to the others that use its database: how to reach it, and how busy it is. A hint, which decides nothing.
public struct HostCard: Sendable, Hashable, Codable {
    /// Where the others reach it; nil where that is not known.
    public var address: String?
    public var tags: [String]
    /// Of the program.
    public var version: String
    public var load: HostLoad
    public var draining = false

    public init(address: String? = nil, tags: [String] = [], version: String = "", load: HostLoad = HostLoad()) {
        self.address = address
        self.tags = tags
        self.version = version
        self.load = load
    }
}
