import Glibc

/// An address of IPv4 or IPv6, as bytes.
struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    let bytes: [UInt8]

    /// Reads an address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`. One of IPv4 written as one of
    /// IPv6 is the one of IPv4.
    init?(_ text: some StringProtocol) {
        var text = Substring(text)
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            text = text[text.index(after: text.startIndex)..<end]
        } else if let colon = text.firstIndex(of: ":"), !text[text.index(after: colon)...].contains(":") {
            text = text[..<colon]
        }
        // The interface an address of the link belongs to.
        text = text.prefix { $0 != "%" }
        let wide = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: wide ? 16 : 4)
        guard inet_pton(wide ? AF_INET6 : AF_INET, String(text), &bytes) == 1 else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        self.bytes = bytes.starts(with: mapped) && wide ? Array(bytes.suffix(4)) : bytes
    }

    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(self.bytes.count == 4 ? AF_INET : AF_INET6, self.bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// It is this machine.
    var isLoopback: Bool { self.bytes.count == 4 ? self.bytes[0] == 127 : self.bytes == Array(repeating: 0, count: 15) + [1] }

    /// What one subscriber of a provider has: an address of IPv4, a network of 64 bits of IPv6.
    var subscriber: String { self.bytes.count == 4 ? self.description : "\(IPAddress(bytes: self.bytes.prefix(8)))/64" }

    private init(bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) + [UInt8](repeating: 0, count: 16 - bytes.count) }
}
