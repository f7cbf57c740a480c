/// `host:port`, where to listen. `:8080` is every address of the machine, `[::1]:8080` one of IPv6.
struct BindAddress: Sendable, Hashable, CustomStringConvertible {
    var host: String
    /// 0 takes any that is free.
    var port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        self.host = host.isEmpty || host == "*" ? "0.0.0.0" : String(host)
        self.port = port
    }

    var isLoopback: Bool { self.host == "localhost" || self.host == "::1" || self.host.hasPrefix("127.") }
    var description: String { self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)" }
}
