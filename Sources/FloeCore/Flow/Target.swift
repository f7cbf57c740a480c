/// Where a node runs instead of the host of its run: one host, or an agent.
public enum Target: Sendable, Hashable, Codable {
    /// The one of this name.
    case host(String)
    /// One that has all of these tags, the one with the least to do.
    case tags([String])

    /// For a sentence: `web1`, `a host with the tags linux, web`.
    public var words: String {
        switch self {
        case .host(let name): name
        case .tags(let tags): "a host with the tag\(tags.count == 1 ? "" : "s") \(tags.joined(separator: ", "))"
        }
    }

    /// Whether that is what a host of this name and these tags is.
    func fits(_ name: String, _ tags: Set<String>) -> Bool {
        switch self {
        case .host(let wanted): wanted == name
        case .tags(let wanted): tags.isSuperset(of: wanted)
        }
    }
}
