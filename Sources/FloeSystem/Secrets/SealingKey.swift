internal import Crypto
internal import FoundationEssentials
public import FloeCore
internal import Glibc

/// The key that a host seals texts of secret form fields with (AES-256-GCM). Whoever can read it can open them.
public struct SealingKey: Sendable {
    /// Texts are filled up to a multiple of so many bytes, so that their length tells little.
    private static let block = 64
    private static let length = 32

    private let key: SymmetricKey
    /// What it opens besides.
    private var other: SymmetricKey?

    /// A new one, for as long as the process lives.
    public init() { self.key = SymmetricKey(size: .bits256) }

    private init(bytes: [UInt8]) { self.key = SymmetricKey(data: bytes) }

    /// A key that all who share a text have, and which opens what this one sealed as well: texts go with runs to other hosts.
    public func shared(by text: String) -> SealingKey {
        let made = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Array(text.utf8)), info: Array("floe: texts of secret form fields".utf8),
            outputByteCount: Self.length)
        var shared = SealingKey(bytes: made.withUnsafeBytes { Array($0) })
        shared.other = self.key
        return shared
    }

    /// The key in a file for its owner alone; made if there is none. Blocks.
    public static func keep(at path: String) throws(FileProblem) -> SealingKey {
        if let key = try Self.read(path) { return key }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        // Written beside it and moved, so that a start that is broken off leaves no half a key.
        let draft = "\(path).new"
        try Self.write(bytes, to: draft)
        guard rename(draft, path) == 0 else { throw FileProblem("write the key of secrets", path) }
        return SealingKey(bytes: bytes)
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
        unlink(path)
        let file = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, to: "write the key of secrets")
        let code = file.write(bytes)
        guard code == 0, fsync(file.number) == 0 else {
            throw FileProblem("write the key of secrets", path, code: code == 0 ? errno : code)
        }
    }

    private static func read(_ path: String) throws(FileProblem) -> SealingKey? {
        guard FilePath.exists(path) else { return nil }
        let file = try Descriptor.regular(path, O_RDONLY, to: "read the key of secrets")
        var bytes = [UInt8](repeating: 0, count: Self.length + 1)
        let count = bytes.withUnsafeMutableBytes { file.read(into: $0, at: 0) }
        guard count == Self.length else { throw FileProblem("take as the key of secrets, which has 32 bytes,", path, code: EINVAL) }
        return SealingKey(bytes: Array(bytes.prefix(Self.length)))
    }

    public func seal(_ text: String) -> SealedText {
        var bytes = Array(text.utf8)
        let count = UInt32(bytes.count)
        bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + bytes
        bytes += [UInt8](repeating: 0, count: (Self.block - bytes.count % Self.block) % Self.block)
        guard let box = try? AES.GCM.seal(bytes, using: self.key), let cipher = box.combined else {
            preconditionFailure("a key of 256 bits seals any text")
        }
        return SealedText(cipher: Base64Forms.urlSafe(Array(cipher)))
    }

    private func open(_ box: AES.GCM.SealedBox) -> [UInt8]? {
        if let bytes = try? AES.GCM.open(box, using: self.key) { return Array(bytes) }
        return self.other.flatMap { try? AES.GCM.open(box, using: $0) }.map { Array($0) }
    }

    /// The text; nil when another key sealed it, or it was changed.
    public func open(_ sealed: SealedText) -> String? {
        guard let cipher = Base64Forms.bytes(urlSafe: sealed.cipher), let box = try? AES.GCM.SealedBox(combined: cipher),
            let bytes = self.open(box), bytes.count >= 4
        else { return nil }
        let count = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard count <= bytes.count - 4 else { return nil }
        return String(validating: bytes[4..<4 + count], as: UTF8.self)
    }
}
