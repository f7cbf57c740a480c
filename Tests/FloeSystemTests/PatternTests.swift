import FloeSystem
import Testing

struct PatternTests {
    @Test func `the whole text must match`() throws {
        let pattern = try Pattern("[a-z]+-\\d{2}")
        #expect(pattern.matches("release-42"))
        #expect(!pattern.matches("a release-42"))
        #expect(!pattern.matches("release-421"))
        #expect(!pattern.matches("release-42\n"))
        #expect(Pattern.matches("größe", "gr.ße"))
        #expect(Pattern.matches("b", "a|b|c"))
    }

    @Test func `what is no pattern is told with its place`() {
        let problem = #expect(throws: Pattern.Problem.self) { try Pattern("a(b") }
        #expect(problem?.description.contains("'a(b' is no pattern") == true)
        #expect(!Pattern.matches("a", "a("))
    }

    @Test(.timeLimit(.minutes(5))) func `a pattern that would take for ever does not match`() throws {
        let pattern = try Pattern("(a+)+b")
        let start = ContinuousClock.now
        #expect(!pattern.matches(String(repeating: "a", count: 40) + "c"))
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
