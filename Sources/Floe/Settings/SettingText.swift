import FloeSystem
import Glibc

/// What values of settings mean.
enum SettingText {
    /// What is between the commas.
    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { String($0.reversed().trimmingPrefix(while: \.isWhitespace).reversed()) }.filter { !$0.isEmpty }
    }

    static func absolute(_ path: String) -> String { path.isEmpty ? path : FilePath.expand(path, in: FilePath.working) }

    /// The first label of the machine's name.
    static func machineName() throws -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else {
            throw CommandFailure("the machine's name cannot be read; give one with -host_name", .usage)
        }
        let name = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return name.split(separator: ".").first.map(String.init) ?? name
    }
}
