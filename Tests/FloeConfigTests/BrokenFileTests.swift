import FloeConfig
import FloeCore
import Testing

struct BrokenFileTests {
    static let all =
        BrokenFile.syntax + BrokenFile.shapes + BrokenFile.identity + BrokenFile.tags + BrokenFile.graph + BrokenFile.keys
        + BrokenFile.templates + BrokenFile.options

    @Test(arguments: Self.all)
    func `a broken file gives exactly these problems`(_ file: BrokenFile) {
        #expect(file.found == file.problems)
    }

    @Test
    func `a broken file gives no value and at least one error`() {
        for file in Self.all {
            let (value, problems) = ConfigReader.read(text: file.text, file: "f.yml")
            #expect(value == nil, "\(file.name)")
            #expect(problems.contains { $0.severity == .error }, "\(file.name)")
        }
    }

    @Test
    func `there are at least sixty of them, all with names of their own`() {
        #expect(Self.all.count >= 60)
        #expect(Set(Self.all.map(\.name)).count == Self.all.count)
    }
}
