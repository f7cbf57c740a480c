/// Which commit is asked for. The hash wins over the ref, the ref over the branch; with none of them it is the remote's HEAD.
public struct GitVersion: Sendable, Hashable {
    /// Without `refs/heads/`.
    public var branch: String?
    /// In full (`refs/pull/5/head`), or short: a branch or a tag.
    public var ref: String?
    /// 40 or 64 hexadecimal digits, or at least 7 of them.
    public var hash: String?

    public init(branch: String? = nil, ref: String? = nil, hash: String? = nil) throws(GitFailure) {
        func named(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        var branch = named(branch)
        var ref = named(ref)
        var hash = named(hash)?.lowercased()
        if let name = branch, name.hasPrefix("refs/heads/") { branch = String(name.dropFirst(11)) }
        for (option, name) in [("branch", branch), ("ref", ref)] {
            guard let name, !Self.isName(name) else { continue }
            throw GitFailure(.request, "the \(option) '\(name)' is no name that git allows")
        }
        if let hash, !(7...64).contains(hash.utf8.count) || !Self.isHexadecimal(hash) {
            throw GitFailure(.request, "the hash '\(hash)' is no commit's: 40 hexadecimal digits, or at least the first 7, are needed")
        }
        // Forms ask for "branch or hash" in one field.
        if hash == nil, let name = ref, Self.isFullHash(name.lowercased()) { (hash, ref) = (name.lowercased(), nil) }
        if let name = ref, name.hasPrefix("heads/") || name.hasPrefix("tags/") { ref = "refs/" + name }
        if branch == nil, let name = ref, name.hasPrefix("refs/heads/") {
            branch = Self.branch(of: name)
            if branch == nil { throw GitFailure(.request, "the ref '\(name)' is no name that git allows") }
        }
        self.branch = branch
        self.ref = ref
        self.hash = hash
    }

    /// For people: `hash 1234`, `branch main`.
    public var description: String {
        if let hash = self.hash { return "commit \(hash)" }
        if let ref = self.ref { return "ref \(ref)" }
        return self.branch.map { "branch \($0)" } ?? "HEAD"
    }

    static func isFullHash(_ text: String) -> Bool { [40, 64].contains(text.utf8.count) && self.isHexadecimal(text) }

    static func isHexadecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The branch that a full ref names; nil for another ref, and for a name that git would not allow.
    static func branch(of ref: String) -> String? {
        guard ref.utf8.starts(with: "refs/heads/".utf8) else { return nil }
        let name = String(decoding: ref.utf8.dropFirst(11), as: UTF8.self)
        return self.isName(ref) && self.isName(name) ? name : nil
    }

    /// The rules of `git check-ref-format`, and no leading `-`.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.first != UInt8(ascii: "-"), text.utf8.last != UInt8(ascii: "."), text != "@" else { return false }
        var before: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0...0x20, 0x7F, UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "*"),
                UInt8(ascii: "["), UInt8(ascii: "\\"):
                return false
            case UInt8(ascii: ".") where before == byte, UInt8(ascii: "{") where before == UInt8(ascii: "@"): return false
            default: before = byte
            }
        }
        // By bytes, as git and the system do: a `/` before a combining mark separates too.
        return text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { name in
            !name.isEmpty && name.first != UInt8(ascii: ".") && !name.suffix(5).elementsEqual(".lock".utf8)
        }
    }
}
