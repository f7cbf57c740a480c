import FloeCore
import FloeTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RunCommandScenarios {
    private static func json(_ text: String) -> Value {
        (try? JSONDecoder().decode(Value.self, from: Data(text.utf8))) ?? .null
    }

    @Test func `runs are listed, shown and read, for people and as the API has them`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let caller = try Caller(to: client)
        let started = try await caller.floe("flow", "run", "broken", "--detach", "-o", "json")
        #expect(started.status == 0 && Self.json(started.text)["run"] == "h1-1", "\(started.text)")
        _ = try await client.run("h1-1", until: "over") { $0["state"] == "archive" }
        #expect(try await caller.floe("flow", "run", "quick", "-o", "json").status == 0)

        let list = try await caller.floe("run", "list")
        let words = list.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(words.first?.prefix(3) == ["RUN", "FLOW", "STATE"], "\(list.text)")
        #expect(words.dropFirst().map { $0.prefix(3) } == [["h1-2", "quick", "good"], ["h1-1", "broken", "bad"]], "\(list.text)")
        let listed = Self.json(try await caller.floe("run", "list", "-o", "json").text)
        #expect(listed["runs"].list?.map { $0["ref"] } == ["h1-2", "h1-1"] && listed["next"] == .null)
        #expect(listed["runs"][1]["flow_name"] != .null && listed["runs"][1]["good"] == false)
        let page = Self.json(try await caller.floe("run", "list", "-n", "1", "-o=json").text)
        #expect(page["runs"].list?.count == 1 && page["next"] == "h1-2", "\(page)")
        let bad = try await caller.floe("run", "list", "--result", "bad")
        #expect(bad.text.contains("h1-1") && !bad.text.contains("h1-2"))

        let shown = try await caller.floe("run", "show", "h1-1")
        #expect(shown.status == 0 && shown.text.hasPrefix("h1-1  broken  bad: unheard: task.build.bad"), "\(shown.text)")
        #expect(shown.text.contains("status 3"), "\(shown.text)")
        #expect(Self.json(try await caller.floe("run", "show", "h1-1", "-o", "json").text).node("build")["status"] == 3)

        let log = try await caller.floe("run", "logs", "h1-1")
        #expect(log.text.contains("build | about to fail\n"), "\(log.text)")
        let raw = try await caller.floe("run", "logs", "h1-1", "build", "--tail", "1")
        #expect(raw.text == "about to fail\n", "\(raw.text)")
        let found = try await caller.floe("run", "logs", "h1-2", "build", "--find", "twice")
        #expect(found.text.hasSuffix(": twice\n"), "\(found.text)")
        let followed = try await caller.floe("run", "logs", "-f", "h1-1")
        #expect(followed.status == 1 && followed.text.contains("build: bad, status 3\n"), "\(followed.text)")
        let nobody = try await caller.floe("run", "logs", "h1-1", "biuld")
        #expect(nobody.status == 2 && nobody.text.contains("did you mean 'build'?"), "\(nobody.text)")

        let kept = try await caller.floe("run", "keep", "h1-1", "h1-2")
        #expect(kept.status == 0 && kept.text.hasPrefix("h1-1: kept; let it be removed again with: floe run unkeep h1-1\n"), "\(kept.text)")
        let who = try await caller.floe("run", "show", "h1-2")
        #expect(who.text.contains("by token, "), "\(who.text)")
        #expect(Self.json(try await caller.floe("run", "unkeep", "h1-2", "-o", "json").text)["run"] == "h1-2")
        #expect(Self.json(try await caller.floe("run", "show", "h1-2", "-o", "json").text)["keep"] == false)
        let none = try await caller.floe("run", "keep", "h1-99")
        #expect(none.status == 2 && none.text.contains("there is no run h1-99"), "\(none.text)")

        let retried = try await caller.floe("run", "retry", "-f", "h1-1")
        #expect(retried.status == 1, "\(retried.text)")
        #expect(retried.text.components(of: "build | about to fail\n") == 1, "\(retried.text)")
    }

    @Test func `a run is paused, resumed, explained and cancelled`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let caller = try Caller(to: client)
        #expect(try await caller.floe("flow", "run", "release", "--set", "version=1", "--detach").text == "h1-1\n")
        _ = try await client.run("h1-1", until: "waiting") { $0.node("approve")["state"] == "waiting" }
        let why = try await caller.floe("run", "why", "h1-1")
        #expect(why.status == 0 && why.text.contains("approve waits for an answer"), "\(why.text)")
        #expect(try await caller.floe("run", "pause", "h1-1").status == 0)
        let paused = try await caller.floe("run", "list")
        #expect(paused.text.contains("paused"), "\(paused.text)")
        #expect(try await caller.floe("run", "resume", "h1-1").text == "h1-1: goes on\n")
        let wrong = try await caller.floe("run", "answer", "h1-1", "--set", "ok=maybe")
        #expect(wrong.status == 2 && wrong.text.contains("--set ok: must be true or false"), "\(wrong.text)")
        let cancelled = try await caller.floe("run", "cancel", "h1-1")
        #expect(cancelled.status == 0 && cancelled.text == "h1-1: cancelled\n", "\(cancelled.text)")
        let again = try await caller.floe("run", "cancel", "h1-1")
        #expect(again.status == 1, "\(again.text)")
        let late = try await caller.floe("run", "answer", "h1-1", "approve", "--set", "ok=yes")
        #expect(late.status == 1 && late.text.contains("does not wait for an answer"), "\(late.text)")
    }

    @Test func `flows and hosts are listed and shown, and when timers fire`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        let flows = try await caller.floe("flow", "list")
        #expect(flows.status == 0 && flows.text.contains("never run"), "\(flows.text)")
        #expect(Self.json(try await caller.floe("flow", "ls", "-o", "json").text)["flows"].list?.count == 5)
        let shown = try await caller.floe("flow", "show", "release")
        #expect(shown.text.contains("version  Which version, text, required"), "\(shown.text)")
        #expect(shown.text.contains("timer, every 1 d 00 h, next in 23 h"), "\(shown.text)")
        let fires = Self.json(try await caller.floe("flow", "schedule", "release", "--next", "2", "-o", "json").text)["fires"]
        #expect(fires.list?.count == 2 && fires[0]["trigger"] == "nightly", "\(fires)")
        let hosts = try await caller.floe("host", "list")
        #expect(hosts.text.contains("h1") && hosts.text.contains("active"), "\(hosts.text)")
        #expect(Self.json(try await caller.floe("host", "show", "h1", "-o", "json").text)["name"] == "h1")
        #expect(try await caller.floe("host", "drain", "h1").text.hasPrefix("h1: drains, nothing runs there;"))
        #expect(try await caller.floe("host", "list").text.contains("draining"))
        #expect(try await caller.floe("host", "resume", "h1").text == "h1: starts runs again\n")
        let unknown = try await caller.floe("flow", "show", "relase")
        #expect(unknown.status == 2 && unknown.text.contains("has no flow 'relase' (did you mean 'release'?)"), "\(unknown.text)")
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(of text: String) -> Int { self.ranges(of: text).count }
}
