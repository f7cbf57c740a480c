import FloeAPI

/// The address at which the hosts of a cluster reach one of them, as `http://10.0.0.7:8080`.
enum ClusterAddress {
    /// One way to write it, so that lists of hosts can be compared. Nil when it is no address.
    static func normal(_ text: String) -> String? {
        guard text.contains("://"), let address = ServerAddress(text), address.base == ServerAddress.standardBase else { return nil }
        return address.origin
    }
}
