import FloeSystem
import Glibc

/// The token of a host that was given none: made once, and kept in its root for its owner alone.
enum AdminToken {
    /// The token in `<root>/admin.token`; made if there is none.
    static func keep(in root: String) throws -> String {
        let path = "\(root)/admin.token"
        if let token = try Self.read(path) { return token }
        let token = Self.make()
        try PrivateFile.write(Array("\(token)\n".utf8), to: path)
        return token
    }

    private static func read(_ path: String) throws -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw FileProblem("read the admin token", path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw FileProblem("read the admin token", path) }
        let token = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init)
        return token
    }

    /// 256 bits from the system, in hex.
    private static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        return String((0..<64).map { _ in digits[Int(generator.next(upperBound: UInt8(16)))] })
    }
}
