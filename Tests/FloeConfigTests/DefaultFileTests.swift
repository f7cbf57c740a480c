import FloeConfig
import FloeCore
import FoundationEssentials
import Testing

struct DefaultFileTests {
    @Test
    func `the file at the root of the repository has nothing wrong with it`() throws {
        // Tests may be built through a link to the sources; what is beside the link's target counts.
        let tests = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        let path = tests.deletingLastPathComponent().appending(path: "default.yml")
        let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
        let (config, problems) = ConfigReader.read(text: text, file: "default.yml")
        #expect(problems.map(\.description) == [])
        let file = try #require(config)
        #expect(file.flows.map(\.id) == ["hello", "build", "health"])
        #expect(file.unsupported.isEmpty)
    }
}
