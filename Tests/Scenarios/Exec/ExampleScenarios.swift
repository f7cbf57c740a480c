import FloeTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ExampleScenarios {
    @Test func `there are examples, and each says what it comes to`() {
        #expect(Example.all.count >= 6)
        for example in Example.all {
            for (number, one) in example.cases.enumerated() {
                #expect(one.status != nil && !one.lines.isEmpty, "case \(number + 1) of \(example.name) expects nothing")
            }
        }
    }

    @Test(arguments: Example.all)
    func `an example comes to what it says`(example: Example) async throws {
        for one in example.cases {
            let folder = try TemporaryFolder()
            func filled(_ text: String) -> String {
                text.replacing("$EXAMPLE", with: example.folder).replacing("$PWD", with: folder.path)
            }
            if let before = one.before { try TestCommand.sh(filled(before), in: folder.path) }
            let process = try FloeProcess(
                ["exec", "\(example.folder)/flow.yml"] + one.arguments.map(filled), folder: folder.path, output: folder.file("output"),
                environment: one.environment)
            let status = try await process.exit()
            let lines = Set(process.printed.split(separator: "\n").map(String.init))
            #expect(status == one.status, "\(process.printed)")
            for line in one.lines { #expect(lines.contains(line), "no line '\(line)' in:\n\(process.printed)") }
        }
    }
}
