import FoundationEssentials
import Glibc

/// The sources of floe, as this test was compiled from them.
struct SourceTree {
    struct File {
        /// From the root of the repository.
        var path: String
        var module: String
        var lines: [String]

        /// The lines without what is a comment.
        var code: [String] {
            self.lines.map { line in
                if line.drop(while: \.isWhitespace).hasPrefix("//") { return "" }
                return line.firstRange(of: " //").map { String(line[..<$0.lowerBound]) } ?? line
            }
        }

        /// The modules it imports, with the number of the line.
        var imports: [(line: Int, module: String)] {
            self.code.enumerated().compactMap { number, line in
                var words = line.split(separator: " ")[...]
                let access: [Substring] = ["public", "internal", "package", "private", "fileprivate"]
                while let word = words.first, word.hasPrefix("@") || access.contains(word) { words = words.dropFirst() }
                guard words.popFirst() == "import", var name = words.popFirst() else { return nil }
                let kinds: [Substring] = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
                if kinds.contains(name), let next = words.popFirst() { name = next }
                return (number + 1, String(name.prefix { $0 != "." }))
            }
        }
    }

    let root: String

    /// - Parameter file: A file two folders below the root; the way to it may hold links.
    init(file: String = #filePath) throws {
        guard let real = realpath(file, nil) else { throw CocoaError(.fileReadNoSuchFile) }
        defer { free(real) }
        self.root = String(cString: real).split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    func text(_ path: String) throws -> String { try String(contentsOfFile: "\(self.root)/\(path)", encoding: .utf8) }

    /// The Swift files below a folder of the repository.
    func files(in folder: String) throws -> [File] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: "\(self.root)/\(folder)")
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try self.text("\(folder)/\(path)")
            let module = path.split(separator: "/").first.map(String.init) ?? ""
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return File(path: "\(folder)/\(path)", module: module, lines: lines)
        }
    }
}
