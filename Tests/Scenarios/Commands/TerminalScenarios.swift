import FloeTesting
import Testing

@testable import Floe

@Suite(.timeLimit(.minutes(5)))
struct TerminalScenarios {
    @Test func `what is listed and shown fits the terminal, and is coloured only where it may be`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        _ = try await caller.floe("flow", "run", "broken")
        _ = try await caller.floe("flow", "run", "quick")
        caller.environment["NO_COLOR"] = "1"
        for columns in [40, 80, 200] {
            for words in [["run", "list"], ["flow", "list"], ["run", "show", "h1-1"], ["host", "list"]] {
                let told = try caller.terminal(columns: columns, words[0], words[1], words.count > 2 ? words[2] : "-output=text")
                #expect(told.status == 0 && !told.text.contains("\u{1B}"), "\(told.text)")
                for line in told.text.split(separator: "\n") where !line.hasPrefix("h1-1  broken") {
                    #expect(TextWidth.of(String(line)) <= columns, "\(columns) columns:\n\(told.text)")
                }
            }
        }
        caller.environment["NO_COLOR"] = nil
        #expect(try caller.terminal(columns: 80, "run", "list").text.contains("\u{1B}[31mbad\u{1B}[0m"))
        #expect(try !caller.sh("floe run list").contains("\u{1B}"))
    }

    @Test func `a pipe that is closed early ends a command without a word`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        _ = try await caller.floe("flow", "run", "quick")
        #expect(try caller.sh("floe run logs -f h1-1 2>errors | head -n 1; cat errors").split(separator: "\n").count == 1)
        #expect(try caller.sh("{ floe run list; floe run list -o json; } 2>errors | true; cat errors") == "")
    }

    @Test func `shells get words to complete from the server, and nothing when it is not there`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        _ = try await caller.floe("flow", "run", "quick")
        let flows = try caller.sh("floe ---completion flow show -- positional@0 0 0 ''")
        #expect(flows.split(separator: "\n") == ["broken", "late", "long", "quick", "release"], "\(flows)")
        #expect(try caller.sh("floe ---completion run show -- positional@0 0 0 ''") == "h1-1")
        #expect(try caller.sh("floe ---completion run logs -- positional@1 3 0 run logs h1-1 ''") == "build\ntest")
        caller.environment["FLOE_URL"] = "http://127.0.0.1:1"
        #expect(try caller.sh("floe ---completion flow show -- positional@0 0 0 '' 2>&1") == "")
        #expect(try caller.sh("floe completion bash > c.bash && bash -n c.bash && echo good") == "good")
        #expect(try caller.sh("floe completion zsh | grep -c -- ---completion").split(separator: "\n").count == 1)
        #expect(try caller.sh("floe completion fish | grep -c -- ---completion").split(separator: "\n").count == 1)
    }
}
