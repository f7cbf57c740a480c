/// Texts as parts of an address.
public enum URLText {
    /// With everything percent-encoded that is not plain: fit for a part of a path or a value of a query.
    public static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        // Parts of a path that would lead elsewhere.
        return encoded == "." || encoded == ".." ? encoded.replacing(".", with: "%2E") : encoded
    }

    /// `?a=1&b=2` of what is given; empty when nothing is.
    public static func query(_ items: [(String, String?)]) -> String {
        let parts = items.compactMap { name, value in value.map { "\(name)=\(Self.encode($0))" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
