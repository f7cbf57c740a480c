/// Paths taken apart as the system does it: at the byte `/`.
///
/// A `Character` may be a `/` with a combining mark behind it, which is no separator to Swift and one to the system. Two names
/// that Swift takes for equal, composed and decomposed, are two files.
public enum PathBytes {
    static let slash = UInt8(ascii: "/")

    public static func isAbsolute(_ path: some StringProtocol) -> Bool { path.utf8.first == self.slash }

    public static func endsInSlash(_ path: String) -> Bool { path.utf8.last == self.slash }

    public static func hasSlash(_ path: some StringProtocol) -> Bool { path.utf8.contains(self.slash) }

    /// Whether the text begins with these bytes.
    public static func begins(_ text: some StringProtocol, with start: String) -> Bool { text.utf8.starts(with: start.utf8) }

    /// What stands behind the first bytes, which may be in the middle of a `Character`.
    public static func dropping(_ count: Int, of text: some StringProtocol) -> String {
        String(decoding: text.utf8.dropFirst(count), as: UTF8.self)
    }

    /// The pieces between the slashes.
    static func names(_ path: some StringProtocol, keepingEmpty: Bool = false) -> [String] {
        path.utf8.split(separator: self.slash, omittingEmptySubsequences: !keepingEmpty).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the path is the folder or below it, as they are written.
    static func isPath(_ path: String, in folder: String) -> Bool {
        guard path.utf8.starts(with: folder.utf8) else { return false }
        let rest = path.utf8.dropFirst(folder.utf8.count)
        return rest.isEmpty || rest.first == self.slash || folder.utf8.last == self.slash
    }
}
