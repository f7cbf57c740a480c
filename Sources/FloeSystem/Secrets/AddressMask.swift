/// Texts without what lets their reader in somewhere: user and password of addresses, and tokens among their parameters.
public enum AddressMask {
    /// Parameters whose values are left out, in lower case: those of presigned addresses, and what tokens are usually called.
    private static let parameters: Set<String> = [
        "access_token", "api_key", "apikey", "auth", "awsaccesskeyid", "client_secret", "key", "password", "private_token", "sas", "sig",
        "secret", "signature", "token", "x-amz-credential", "x-amz-security-token", "x-amz-signature", "x-goog-credential",
        "x-goog-signature", "x-ms-signature",
    ]

    /// The text with each of them replaced by `***`. What stands in no address is left alone.
    public static func masked(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ":")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while let scheme = Self.scheme(in: bytes, from: at) {
            result += bytes[at..<scheme]
            var end = scheme
            while end < bytes.count, !Self.ends(bytes[end]) { end += 1 }
            result += Self.address(bytes[scheme..<end])
            at = end
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }

    /// Where something begins that follows `://`.
    private static func scheme(in bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + 2 < bytes.count {
            if bytes[at] == UInt8(ascii: ":"), bytes[at + 1] == PathBytes.slash, bytes[at + 2] == PathBytes.slash { return at + 3 }
            at += 1
        }
        return nil
    }

    private static func ends(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F || "\"'<>`".utf8.contains(byte) }

    /// What follows `://`, up to the end of the address.
    private static func address(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let host = bytes.prefix { $0 != PathBytes.slash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        var result: [UInt8] = []
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            result += Array("***".utf8) + host[at...]
        } else {
            result += host
        }
        var rest = bytes[host.endIndex...]
        guard let query = rest.firstIndex(of: UInt8(ascii: "?")) else { return result + rest }
        result += rest[...query]
        rest = rest[(query + 1)...]
        var isFirst = true
        for part in rest.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            if !isFirst { result.append(UInt8(ascii: "&")) }
            isFirst = false
            guard let equal = part.firstIndex(of: UInt8(ascii: "=")),
                Self.parameters.contains(String(decoding: part[..<equal], as: UTF8.self).lowercased())
            else {
                result += part
                continue
            }
            result += part[...equal] + Array("***".utf8)
        }
        return result
    }
}
