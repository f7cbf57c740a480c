import FloeConfig
import FloeCore
import FloeTesting
import Testing

/// Good files, changed at random: whatever they become, they are read to a value or to problems.
@Suite(.timeLimit(.minutes(5)))
struct MutationTests {
    private static let pieces = [
        "[", "]", "{", "}", ":", "- ", "\n", "  ", "\t", "'", "\"", "#", "*a", "&a ", "|", ">", "? ", "<<: ", "{{", "}}", "|sh", "null",
        "true", "-1", "1e9",
        "0x10", "!!str ", "---\n", "\r\n", "é", "listen", "task.", ".good", "merge", "depends-on: [say]", "trigger.good",
        "use-status: true\n",
    ]

    @Test(arguments: [Classic.config, Classic.flowFile, GoodFile.everything])
    func `a file changed at random gives a value or an error, never both or neither`(_ good: String) {
        var random = Seeded(7)
        let original = Array(good.unicodeScalars)
        for _ in 0..<250 {
            var text = original
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.change(&text, &random) }
            var string = String.UnicodeScalarView()
            string.append(contentsOf: text)
            self.read(String(string))
        }
    }

    private func read(_ text: String) {
        let (config, problems) = ConfigReader.read(text: text, file: "f.yml")
        #expect((config == nil) == problems.contains { $0.severity == .error }, "\(text)")
        let lines = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 2
        for problem in problems {
            #expect(problem.line >= 1 && problem.column >= 1 && problem.line <= lines, "\(problem)")
            #expect(!problem.message.isEmpty && !problem.message.contains("\n"), "\(problem)")
        }
        let (flow, other) = ConfigReader.readFlowFile(text: text, file: "f.yml", over: Flow(id: "site"))
        #expect((flow == nil) == other.contains { $0.severity == .error }, "\(text)")
    }

    private static func change(_ text: inout [Unicode.Scalar], _ random: inout Seeded) {
        let at = Int.random(in: 0..<max(1, text.count), using: &random)
        let length = Int.random(in: 0...12, using: &random)
        let end = min(text.count, at + length)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text.removeSubrange(min(at, end)..<end)
        case 1:
            text.insert(contentsOf: self.pieces.randomElement(using: &random)?.unicodeScalars ?? "".unicodeScalars, at: min(at, text.count))
        case 2: text.insert(contentsOf: text[min(at, end)..<end], at: min(at, text.count))
        default:
            // A whole line goes, or is moved.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            var order = Array(lines.indices)
            let taken = order.remove(at: Int.random(in: 0..<order.count, using: &random))
            if random.once(in: 2) { order.insert(taken, at: Int.random(in: 0...order.count, using: &random)) }
            text = Array(order.map { lines[$0] }.joined(separator: ["\n"]))
        }
    }
}
