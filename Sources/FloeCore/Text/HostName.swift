/// What names a host or an agent: it is a part of references, of paths and of addresses.
public enum HostName {
    private static let most = 200

    /// Letters, digits, `.`, `_` and `-`, beginning with a letter or digit.
    public static func isOne(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= Self.most else { return false }
        func isWord(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        return isWord(first) && text.utf8.allSatisfy { isWord($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }
}
