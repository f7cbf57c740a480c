import FloeTesting
import FoundationEssentials
import Glibc
import Testing

/// An example of the repository, and what the comments at its head say it comes to.
///
/// `# run: ARGUMENTS` begins a case, `# before: COMMANDS` prepares its folder, `# with: NAME=VALUE` is a variable of its environment,
/// `# expect: status N` its exit status, and any other `# expect: LINE` a line that it prints. `$EXAMPLE` is the folder of the example, `$PWD` the one it is run in.
struct Example: Sendable, CustomTestStringConvertible {
    struct Case: Sendable {
        var arguments: [String] = []
        var before: String?
        var environment: [String: String] = [:]
        var status: Int32?
        var lines: [String] = []
    }

    let name: String
    let folder: String
    let cases: [Case]

    var testDescription: String { self.name }

    /// The root of the repository these tests were compiled from; the way to it may hold links.
    static var repository: String {
        guard let real = realpath(#filePath, nil) else { return "" }
        defer { free(real) }
        return String(cString: real).split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    }

    static let all: [Example] = {
        let folder = "\(Self.repository)/examples"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { Example($0, "\(folder)/\($0)") }
    }()

    private init(_ name: String, _ folder: String) {
        self.name = name
        self.folder = folder
        let text = (try? String(contentsOfFile: "\(folder)/flow.yml", encoding: .utf8)) ?? ""
        var cases = [Case()]
        for line in text.split(separator: "\n").prefix(while: { $0.hasPrefix("#") }) {
            let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { continue }
            // Whatever comes after what a case came to begins the next.
            if words[0] != "expect:", words[0].hasSuffix(":"), cases[cases.count - 1].status != nil { cases.append(Case()) }
            switch words[0] {
            case "run:":
                cases[cases.count - 1].arguments = words[1].split(separator: " ").map(String.init)
            case "before:": cases[cases.count - 1].before = words[1]
            case "with:":
                let parts = words[1].split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { cases[cases.count - 1].environment[parts[0]] = parts[1] }
            case "expect:":
                if words[1].hasPrefix("status "), let status = Int32(words[1].dropFirst(7)) {
                    cases[cases.count - 1].status = status
                } else {
                    cases[cases.count - 1].lines.append(words[1])
                }
            default: break
            }
        }
        self.cases = cases
    }
}
