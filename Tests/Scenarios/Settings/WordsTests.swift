import Testing

@testable import Floe

struct WordsTests {
    @Test(arguments: [
        (["serve", "-host_name=h1"], ["serve", "--host-name=h1"]),
        (["serve", "-host_name", "h1"], ["serve", "--host-name", "h1"]),
        (["serve", "--pub-bind", "127.0.0.1:1"], ["serve", "--pub-bind", "127.0.0.1:1"]),
        (["serve", "-admin=a_b=c"], ["serve", "--admin=a_b=c"]),
        (["serve", "-dev=true"], ["serve", "--dev"]),
        (["serve", "-dev=false"], ["serve"]),
        (["serve", "-dev"], ["serve", "--dev"]),
        ([], ["serve"]),
        (["-host_name=h1"], ["serve", "--host-name=h1"]),
        (["--dev=false"], ["serve"]),
        (["-dev=false", "-conf", "a.yml"], ["serve", "--conf", "a.yml"]),
        (["--help"], ["--help"]),
        (["-help"], ["--help"]),
        (["--version"], ["--version"]),
        (["run", "logs", "-f", "h1-1"], ["run", "logs", "-f", "h1-1"]),
        (["run", "list", "-o=json"], ["run", "list", "-o=json"]),
        (["on", "@web", "--", "ls", "-la", "-host_name=x"], ["on", "@web", "--", "ls", "-la", "-host_name=x"]),
        (["validate", "-"], ["validate", "-"]),
        (["flow", "run", "a", "--set", "k_1=v"], ["flow", "run", "a", "--set", "k_1=v"]),
    ])
    func `flags are spelled as the commands declare them`(given: [String], expected: [String]) {
        #expect(Words.normalise(given) == expected)
    }
}
