import FloeConfig
import FloeCore
import Testing

/// Files made to break whoever reads them: each is refused, quickly, with a reason.
@Suite(.timeLimit(.minutes(5)))
struct BoundsTests {
    private func problems(_ text: String) -> [String] {
        let (value, problems) = ConfigReader.read(text: text, file: "f.yml")
        #expect(value == nil)
        return problems.map(\.description)
    }

    @Test
    func `a file that is too large is refused unread`() {
        let text = "flows: []\n" + String(repeating: "# filling\n", count: 500_000)
        #expect(self.problems(text) == ["f.yml:1:1: error: the file is larger than 4 MB; split it, or keep data out of it"])
    }

    @Test
    func `aliases of aliases are counted as what they stand for`() {
        var text = "flows: []\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for (before, name) in zip("abcdefgh", "bcdefghi") {
            text += "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 10).joined(separator: ", ") + "]\n"
        }
        let told = self.problems(text)
        #expect(told.count == 1)
        #expect(
            told[0].hasSuffix("error: the file has more than 200000 values, with what aliases stand for; write less, or use fewer aliases"))
    }

    @Test
    func `aliases of aliases in keys are refused before the parser compares the keys`() {
        var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for (before, name) in zip("abcdefgh", "bcdefghi") {
            text += "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 10).joined(separator: ", ") + "]\n"
        }
        let told = self.problems(text + "? *i\n: x\n? [*i]\n: y\n")
        #expect(told == ["f.yml:3:32: error: aliases and keys that are not plain text do not go together; write the keys as text"])
    }

    @Test(arguments: ["[", "{a: ", "- ", "a:\n"])
    func `values in values without end are refused`(_ opening: String) {
        for depth in [70, 500, 5000] {
            var text = ""
            for level in 0..<depth {
                if opening == "a:\n" { text += String(repeating: " ", count: level) }
                text += opening
            }
            let told = self.problems(text)
            #expect(told.count == 1, "\(depth)")
        }
        let closed = "flows: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(self.problems(closed) == ["f.yml:1:72: error: values are nested deeper than 64 levels; nest them less deeply"])
    }

    @Test
    func `more values than anybody writes are refused`() {
        let text = "flows: [" + String(repeating: "a, ", count: 250_000) + "]\n"
        #expect(self.problems(text).first?.contains("more than 200000 values") == true)
    }

    @Test
    func `a thousand problems are not all told`() {
        let text = "flows:\n- id: f\n" + (0..<1000).map { "  key\($0): 1\n" }.joined()
        #expect(self.problems(text).count == 500)
    }

    @Test
    func `a chain of three thousand nodes is read without trouble`() throws {
        var text = "flows:\n- id: chain\n  tasks:\n  - {id: n0, type: exec, listen: trigger.good, opts: {cmd: 'true'}}\n"
        for at in 1..<3000 { text += "  - {id: n\(at), type: exec, listen: task.n\(at - 1).good, opts: {cmd: 'true'}}\n" }
        let (config, problems) = ConfigReader.read(text: text, file: "f.yml")
        #expect(problems.isEmpty)
        #expect(try #require(config).flows[0].nodes.count == 3000)
    }
}
