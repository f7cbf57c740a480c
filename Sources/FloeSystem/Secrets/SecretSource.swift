internal import Glibc

/// Where a host finds a secret.
public enum SecretSource: Sendable, Hashable {
    /// A variable of the host's environment.
    case variable(String)
    /// Absolute path of a file, whose last line break is left out.
    case file(String)
    /// In the flow file itself, which this version cannot open.
    case sealed

    /// Bytes a secret has at most: what fits into an environment, with room for what is made of it.
    public static let mostBytes = 64 << 10

    /// What it is now. Blocks for a moment.
    ///
    /// - Parameter name: what flows call it, for words about it.
    func read(_ name: String) throws(SecretProblem) -> String {
        switch self {
        case .variable(let variable):
            guard let value = getenv(variable) else {
                throw SecretProblem(
                    name, "the variable \(variable) is not set in the environment of floe", "start floe with it, or name another source")
            }
            guard let text = String(validatingCString: value) else { throw Self.noText(name, "the variable \(variable)") }
            return try Self.checked(text, name, "the variable \(variable)")
        case .file(let path):
            let bytes: [UInt8]
            do { bytes = try Self.contents(path) } catch {
                let remedy = error.code == ENOENT ? "make it, or name another source" : "make it readable for the user floe runs as"
                switch error.code {
                case EFBIG: throw SecretProblem(name, "\(path) is longer than \(Self.mostBytes) bytes", "a secret is shorter")
                case ENXIO, EISDIR: throw SecretProblem(name, "\(path) is no regular file", "name a file")
                default: throw SecretProblem(name, "cannot read \(path): \(SystemText.error(error.code))", remedy)
                }
            }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.noText(name, path) }
            return try Self.checked(text, name, path)
        case .sealed: throw SecretProblem(name, "it is sealed, which is not in this version", "use {env: NAME} or {file: path}")
        }
    }

    private static func noText(_ name: String, _ what: String) -> SecretProblem {
        SecretProblem(name, "\(what) holds no UTF-8 text", "keep it as base64, and decode it in the task")
    }

    private static func checked(_ text: String, _ name: String, _ what: String) throws(SecretProblem) -> String {
        let count = text.utf8.count
        if count == 0 { throw SecretProblem(name, "\(what) is empty", "fill it") }
        if count < SecretForms.shortest {
            throw SecretProblem(
                name, "\(what) holds \(count) \(count == 1 ? "byte" : "bytes"), which is in any text and so cannot be masked",
                "give it \(SecretForms.shortest) or more")
        }
        if count > Self.mostBytes { throw SecretProblem(name, "\(what) is longer than \(Self.mostBytes) bytes", "a secret is shorter") }
        if text.utf8.contains(0) { throw SecretProblem(name, "\(what) holds a zero byte, which no variable can", "keep it as base64") }
        return text
    }

    /// The file without its last line break.
    private static func contents(_ path: String) throws(FileProblem) -> [UInt8] {
        // A link is followed, as orchestrators lay secrets out so; a pipe in its place is not waited for.
        let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK, to: "read")
        guard let status = file.status else { throw FileProblem("read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem("read", path, code: ENXIO) }
        var failed: Int32 = 0
        var bytes: [UInt8] = []
        while bytes.count <= Self.mostBytes + 2 {
            let at = bytes.count
            let part = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, used in
                let count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: Int64(at))
                if count == nil { failed = errno }
                used = count ?? 0
            }
            if failed != 0 { throw FileProblem("read", path, code: failed) }
            if part.isEmpty { break }
            bytes += part
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard bytes.count <= Self.mostBytes else { throw FileProblem("read", path, code: EFBIG) }
        return bytes
    }
}

/// Why a task cannot be given a secret; never what the secret is.
public struct SecretProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ name: String, _ what: String, _ remedy: String) {
        self.description = "the secret '\(name)' cannot be given to the task: \(what); \(remedy)"
    }
}
