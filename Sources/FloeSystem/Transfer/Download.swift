/// A file that is wanted.
public struct Download: Sendable {
    public var url: String
    public var checksum: Checksum?
    /// Where the names of proxies are looked up.
    public var environment: [String: String]
    /// A longer file is refused; 64 GiB.
    public var limit: Int64 = 64 << 30
    public var connectTimeout: Duration = .seconds(20)
    /// Without a byte for so long the server counts as gone; at least a second.
    public var stall: Duration = .seconds(60)

    /// - Throws: when the url is none of http(s).
    public init(url: String, checksum: Checksum? = nil, environment: [String: String] = [:]) throws(FetchFailure) {
        let shown = AddressMask.masked(GitAddress.withoutUser(url))
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw FetchFailure(.request, "the url '\(shown)' has blanks or control characters; write them as %20 and the like")
        }
        let lower = url.lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }), url.utf8.count > scheme.utf8.count else {
            throw FetchFailure(.request, "the url '\(shown)' is none that can be fetched; it must begin with http:// or https://")
        }
        self.url = url
        self.checksum = checksum
        self.environment = environment
    }

    /// Without user and password: for messages and logs.
    public var shown: String { AddressMask.masked(GitAddress.withoutUser(self.url)) }

    /// The last name of the url's path, decoded, where that is a name that a file can have.
    public var name: String? {
        let path = PathBytes.names(self.url.prefix { $0 != "?" && $0 != "#" }, keepingEmpty: true)
        guard path.count > 3, let last = path.last else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(last.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), let name = String(validating: bytes, as: UTF8.self) else { return nil }
        return PathName.checked(name)
    }
}
