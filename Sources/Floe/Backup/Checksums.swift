import FloeSystem
import FoundationEssentials

/// `backup/SHA256SUMS` of a backup, as `sha256sum -c` reads it.
enum Checksums {
    static func line(_ sum: String, _ path: String) -> String {
        let isPlain = !path.utf8.contains { $0 == 0x5C || $0 == 0x0A || $0 == 0x0D }
        if isPlain { return "\(sum)  \(path)\n" }
        let escaped = path.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
        return "\\\(sum)  \(escaped)\n"
    }

    /// Path to sum.
    static func read(_ path: String) throws -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else { throw CommandFailure("it has no checksums") }
        var sums: [String: String] = [:]
        for line in data.split(separator: 0x0A) {
            var text = String(decoding: line, as: UTF8.self)
            let isEscaped = text.hasPrefix("\\")
            if isEscaped { text.removeFirst() }
            guard let gap = text.firstRange(of: "  ") else { throw CommandFailure("its checksums cannot be read") }
            let name = String(text[gap.upperBound...])
            sums[isEscaped ? Self.unescaped(name) : name] = String(text[..<gap.lowerBound])
        }
        return sums
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscape = false
        for character in text {
            if isEscape {
                result.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// Checks that a folder holds what the sums name, whole, and nothing else.
    static func check(_ sums: [String: String], in folder: String, except own: String) throws {
        var left = sums
        for entry in FolderTree.entries(folder) where entry.kind != .folder && entry.path != own {
            guard entry.kind == .file, let sum = left.removeValue(forKey: entry.path) else {
                throw CommandFailure("it holds \(entry.path), which its checksums do not name")
            }
            guard try FileDigest.sha256("\(folder)/\(entry.path)").sum == sum else {
                throw CommandFailure("\(entry.path) in it is damaged: its checksum is another")
            }
        }
        if let missing = left.keys.min() { throw CommandFailure("\(missing) is missing in it") }
    }
}
