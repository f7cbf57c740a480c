/// Where a server's API is: `http://127.0.0.1:8080/build/api`.
public struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// Where the API is served unless the flow file says otherwise.
    public static let standardBase = "/build/api"

    /// Scheme, host and port: what is beside the API (`/version`, `/api/v1/…`) is under it.
    public let origin: String
    /// Path of the API, without a slash at its end.
    public let base: String
    public let isSecure: Bool

    /// Reads what a person gives: `host:8080`, `https://host`, with the path of the API or without. Nil when it is no address.
    public init?(_ text: String) {
        let text = text.contains("://") ? text : "http://\(text)"
        guard let mark = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[mark.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        guard Self.isAuthority(authority) else { return nil }
        var path = rest[authority.endIndex...]
        while path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.origin = "\(scheme)://\(authority.lowercased())"
        self.base = path.isEmpty ? Self.standardBase : String(path)
        self.isSecure = scheme == "https"
    }

    /// As short as it can be written.
    public var description: String { self.base == Self.standardBase ? self.origin : self.origin + self.base }

    /// `host`, `host:port`, `[::1]:port`; without a name and a password, which would end up in logs.
    private static func isAuthority(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains("@") else { return false }
        let bracket = text.hasPrefix("[") ? text.lastIndex(of: "]") : nil
        guard text.hasPrefix("[") == (bracket != nil) else { return false }
        let rest = bracket.map { text[text.index(after: $0)...] } ?? text.firstIndex(of: ":").map { text[$0...] } ?? ""
        guard !rest.isEmpty else { return true }
        guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65535).contains(port) else { return false }
        return rest != text
    }
}
