import FloeCore
import FoundationEssentials
import Glibc

/// What a command prints as its answer.
enum Answer {
    static func text(_ text: String) { Self.write(Array("\(text)\n".utf8)) }

    /// JSON for programs; to people it is the same.
    static func json(_ value: some Encodable, snakeCase: Bool = true) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        if snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
        Self.write(try encoder.encode(value) + [0x0A])
    }

    /// What a server said, as it said it.
    static func json(_ value: Value) throws { try Self.json(value, snakeCase: false) }

    /// A reader that is gone ends the program as the system does.
    static func write(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        fflush(nil)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EPIPE {
                signal(SIGPIPE, SIG_DFL)
                raise(SIGPIPE)
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
