internal import Crypto

/// Where a repository is: http(s), ssh, scp form (`git@host:path`), git, `file://` or a local path.
public struct GitAddress: Sendable, Hashable {
    public enum Form: Sendable, Hashable { case http, ssh, git, local }

    /// What git is given; a local path is absolute here.
    public let text: String
    public let form: Form
    /// Without user and password: for messages and logs.
    public let redacted: String
    /// Name of the folder that `git clone` would make.
    public let repository: String
    /// Host and path, however they are reached: equal for `https://h/a/b.git` and `git@h:a/b`.
    let place: String

    /// - Parameters:
    ///   - folder: what a relative path starts from.
    ///   - home: what `~` stands for.
    public init(_ given: String, in folder: String, home: String = "") throws(GitFailure) {
        func refuse(_ why: String) -> GitFailure {
            GitFailure(.request, "'\(Self.withoutUser(given))' is no address of a git repository: \(why)")
        }
        var text = given
        guard !text.isEmpty else { throw GitFailure(.request, "no url is given; set the option 'url'") }
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 || $0 == " " }), !text.utf8.contains(0x7F) else {
            throw refuse("it has control characters")
        }
        guard text.utf8.first != Self.dash else { throw refuse("it begins with '-'") }
        var host = ""
        // By bytes: whoever is given the address separates at any `/`, whatever mark comes behind it.
        var path: Substring.UTF8View
        if let scheme = text.range(of: "://") {
            let name = text[..<scheme.lowerBound].lowercased()
            let rest = text[scheme.upperBound...]
            host = String(decoding: rest.utf8.prefix { $0 != PathBytes.slash }, as: UTF8.self)
            path = rest.utf8.dropFirst(host.utf8.count)
            switch name {
            case "http", "https": self.form = .http
            case "ssh": self.form = .ssh
            case "git": self.form = .git
            case "file": self.form = .local
            default: throw refuse("'\(name)' is not supported; use http, https, ssh, file, a path or user@host:path")
            }
            if self.form != .local, host.isEmpty { throw refuse("it names no host") }
        } else if let colon = text.firstIndex(of: ":"), !PathBytes.hasSlash(text[..<colon]) {
            guard !text[colon...].hasPrefix("::") else {
                throw refuse("helpers are not supported; use http, https, ssh, file, a path or user@host:path")
            }
            self.form = .ssh
            host = String(text[..<colon])
            path = text[text.index(after: colon)...].utf8
            guard !host.isEmpty, !path.isEmpty else { throw refuse("it names no host or no path") }
        } else {
            self.form = .local
            if text == "~" || PathBytes.begins(text, with: "~/") { text = home + PathBytes.dropping(1, of: text) }
            if !PathBytes.isAbsolute(text) { text = "\(folder)/\(text)" }
            path = text[...].utf8
        }
        let user = host.lastIndex(of: "@")
        let bare = user.map { String(host[host.index(after: $0)...]) } ?? host
        guard host.utf8.first != Self.dash, bare.utf8.first != Self.dash else { throw refuse("its host begins with '-'") }
        self.text = text
        self.redacted = Self.withoutUser(text)
        while path.last == PathBytes.slash { path = path.dropLast() }
        if path.suffix(5).elementsEqual("/.git".utf8) { path = path.dropLast(5) }
        if path.suffix(4).elementsEqual(".git".utf8) { path = path.dropLast(4) }
        let name = String(
            decoding: path[(path.lastIndex(of: PathBytes.slash).map(path.index(after:)) ?? path.startIndex)...], as: UTF8.self)
        guard PathName.checked(name) != nil, name.utf8.first != Self.dash else { throw refuse("its path names no repository") }
        self.repository = name
        self.place = bare.prefix { $0 != ":" }.lowercased() + "/" + String(decoding: path.drop { $0 == PathBytes.slash }, as: UTF8.self)
    }

    private static let dash = UInt8(ascii: "-")

    /// What names the mirror in the cache: differs whenever the address does.
    var digest: String {
        SHA256.hash(data: Array(self.text.utf8)).prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }.joined()
    }

    /// Whether both name one repository, though perhaps by another way to reach it.
    public func isSameRepository(as other: GitAddress) -> Bool { self.text == other.text || self.place == other.place }

    /// The text without what stands before the `@` of its host.
    static func withoutUser(_ text: String) -> String {
        guard let scheme = text.range(of: "://") else { return text }
        let rest = text[scheme.upperBound...]
        let host = rest[..<(rest.utf8.firstIndex(of: PathBytes.slash) ?? rest.endIndex)]
        guard let at = host.lastIndex(of: "@") else { return text }
        return String(text[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }
}

extension String {
    /// The first place where `text` stands.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var from = self.startIndex
        while from < self.endIndex {
            if self[from...].hasPrefix(text) { return from..<self.index(from, offsetBy: text.count) }
            from = self.index(after: from)
        }
        return nil
    }
}
