/// The hosts of the cluster and the tags that are locks of one host: what every file must say alike.
public struct HostList: Sendable, Hashable, Codable {
    /// Addresses at which the hosts reach each other, sorted, each once.
    public let hosts: [String]
    /// Resource-tags of host scope, sorted, each once.
    public let hostScoped: [String]

    public init(hosts: [String], hostScoped: [String] = []) {
        self.hosts = Set(hosts).sorted()
        self.hostScoped = Set(hostScoped).sorted()
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            hosts: try container.decode([String].self, forKey: .hosts), hostScoped: try container.decode([String].self, forKey: .hostScoped)
        )
    }

    /// Sixteen hex digits that tell lists apart in messages and pages.
    public var digest: String {
        var hash = StableHash()
        for host in self.hosts { hash.add(host) }
        hash.add("")
        for tag in self.hostScoped { hash.add(tag) }
        let text = String(hash.value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    /// Whether only its home in the cluster grants the tag; else it is a lock of the executing host.
    public func isOfCluster(_ tag: String) -> Bool { !tag.hasPrefix("space:") && !self.hostScoped.contains(tag) }

    /// The address of the one host that grants a tag (`tag:NAME`) or fires a trigger (`trigger:FLOW/VERSION/ID`). A host that comes or
    /// goes moves only what it is the home of.
    public func home(of name: String) -> String? {
        self.hosts.max { a, b in (Self.weight(a, name), a) < (Self.weight(b, name), b) }
    }

    private static func weight(_ host: String, _ name: String) -> UInt64 {
        var hash = StableHash()
        hash.add(host)
        hash.add(name)
        return hash.value
    }
}
