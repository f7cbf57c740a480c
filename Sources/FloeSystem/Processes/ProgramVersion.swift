internal import Subprocess

/// What other programs call themselves.
public enum ProgramVersion {
    /// The first line that the program prints of itself, or nil when there is no such program.
    public static func read(_ name: String, flag: String = "--version") async -> String? {
        guard
            let result = try? await Subprocess.run(
                .name(name), arguments: [flag], environment: .inherit.updating(["LC_ALL": "C.UTF-8"]), input: .none,
                output: .string(limit: 1 << 16), error: .combinedWithOutput)
        else { return nil }
        return result.standardOutput.split(separator: "\n").first.map(String.init)
    }

    /// The first numbers in it that are separated by dots: `[2, 39, 2]` of `git version 2.39.2`, `[9, 2]` of
    /// `OpenSSH_9.2p1`.
    public static func numbers(_ text: String) -> [Int] {
        for word in text.split(whereSeparator: { $0.isWhitespace || "(-_".contains($0) }) {
            let parts = word.split(separator: ".").map { Int($0.prefix(while: \.isNumber)) }
            if parts.count > 1, let first = parts[0], let second = parts[1] {
                return [first, second] + parts.dropFirst(2).compactMap(\.self)
            }
        }
        return []
    }
}
