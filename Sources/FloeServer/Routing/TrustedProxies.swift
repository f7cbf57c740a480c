/// Believes what proxies say of their clients, where these proxies are trusted.
struct TrustedProxies: Sendable {
    let ranges: [AddressRange]

    /// Where and how a request came in.
    ///
    /// `X-Forwarded-*` wins over `Forwarded`, which counts only where there is none of the others. Of several addresses the last that is no
    /// trusted proxy is the client; of several protocols and hosts the last is what the nearest proxy said.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - authority: The host that was asked for.
    ///   - header: All values of a header, in order.
    func site(peer: String, secure: Bool, authority: String?, header: (String) -> [String]) -> Call.Site {
        var site = Call.Site(secure: secure, address: peer, authority: authority)
        guard self.trusts(peer) else { return site }
        func list(_ name: String) -> [String] { header(name).flatMap { $0.split(separator: ",") }.map(Self.trimmed) }
        var addresses = list("x-forwarded-for")
        var scheme = list("x-forwarded-proto").last
        var host = list("x-forwarded-host").last
        if addresses.isEmpty, scheme == nil, host == nil {
            let elements = header("forwarded").flatMap { $0.split(separator: ",") }.map(Self.pairs)
            addresses = elements.compactMap { $0["for"] }
            scheme = elements.last?["proto"]
            host = elements.last?["host"]
        }
        for text in addresses.reversed() {
            // A name that hides an address ends what is known.
            guard let address = IPAddress(text) else { break }
            site.address = address.description
            if !self.trusts(site.address) { break }
        }
        if let scheme { site.secure = scheme.lowercased() == "https" }
        if let host, !host.isEmpty { site.authority = host }
        return site
    }

    private func trusts(_ text: String) -> Bool {
        guard !self.ranges.isEmpty, let address = IPAddress(text) else { return false }
        return self.ranges.contains { $0.contains(address) }
    }

    /// `for="[2001:db8::1]";proto=https`
    private static func pairs(_ element: Substring) -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in element.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = Self.trimmed(parts[1])
            let bare = value.count > 1 && value.first == "\"" && value.last == "\"" ? String(value.dropFirst().dropLast()) : value
            pairs[Self.trimmed(parts[0]).lowercased()] = bare
        }
        return pairs
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
