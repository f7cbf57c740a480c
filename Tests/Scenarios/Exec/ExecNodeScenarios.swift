import FloeCore
import FloeTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ExecNodeScenarios {
    private static let flows = """
        flows:
          - id: release
            env: ["STAGE={{trigger.stage}}"]
            params: [{id: stage, type: choice, options: [test, live], value: test}, {id: who, required: true}]
            triggers: [{id: start, type: data}]
            tasks:
              - {id: build, type: exec, listen: trigger.good, opts: {shell: "echo version=1 >> $FLOE_OUTPUT; touch built"}}
              - {id: other, type: exec, listen: trigger.good, opts: {shell: "exit 1"}}
              - {id: both, class: merge, wait: [task.build.good, task.other.bad]}
              - {id: ship, type: exec, listen: merge.both.good, opts: {shell: "echo shipping {{task.build.version}} to $STAGE; ls | wc -l"}}
              - {id: ok, type: data, listen: task.ship.good, opts: {good-when: yes, form: {title: "Is {{task.build.version}} fine?", fields: [{id: yes, type: bool}]}}}
              - {id: done, type: end, listen: task.ok.good}
              - {id: ask, type: data, listen: task.ship.bad, opts: {form: {fields: [{id: pw, type: secret}, {id: count, type: int}]}}}
              - {id: use, type: exec, listen: task.ask.good, opts: {env: ["PW={{task.ask.pw}}"], shell: "echo $PW {{task.ask.count}}; echo v=$PW >> $FLOE_OUTPUT"}}
        """

    private static func exec(_ arguments: [String]) async throws -> (status: Int32, printed: String) {
        let folder = try TemporaryFolder()
        try TestCommand.sh("cat > f.yml <<'END_OF_FLOWS'\n\(Self.flows)\nEND_OF_FLOWS", in: folder.path)
        let process = try FloeProcess(["exec", "f.yml"] + arguments, folder: folder.path, output: folder.file("output"))
        return (try await process.exit(), process.printed)
    }

    @Test func `one node runs by itself with what it is given, whatever it listens to`() async throws {
        let (status, printed) = try await Self.exec(["--node", "ship", "--set", "build.version=1.2"])
        #expect(status == 0)
        let lines = printed.split(separator: "\n").dropFirst().map(String.init)
        #expect(lines == ["ship | shipping 1.2 to test", "ship | 0", "ship: good", "floe: release ended good"], "\(printed)")
        #expect(try await Self.exec(["--node=other"]).status == 1)
        let live = try await Self.exec(["--node", "ship", "--set", "build.version=2", "--set", "stage=live"])
        #expect(live.printed.contains("ship | shipping 2 to live\n"), "\(live.printed)")
    }

    @Test func `a question runs by itself, answered beforehand`() async throws {
        let no = try await Self.exec(["--node", "ok", "--set", "build.version=1", "--set", "ok.yes=no"])
        #expect(no.status == 1 && no.printed.contains("ok = yes=false"), "\(no.printed)")
        #expect(try await Self.exec(["--node", "ok", "--set", "build.version=1", "--set", "ok.yes=yes"]).status == 0)
    }

    @Test func `what another node would have asked for is checked as it would have been, and kept secret where it is one`() async throws {
        let given = ["--node", "use", "--set", "ask.pw=hunter2-secret"]
        for format in [[], ["-o", "json"]] {
            let (status, printed) = try await Self.exec(given + ["--set", "ask.count=7"] + format)
            #expect(status == 0 && printed.contains("*** 7") && !printed.contains("hunter2"), "\(printed)")
            #expect(format.isEmpty || printed.contains("••••"), "\(printed)")
        }
        let wrong = try await Self.exec(["--node", "use", "--set", "ask.pw=abc", "--set", "ask.count=many"])
        #expect(wrong.status == 2)
        #expect(wrong.printed.contains("--set ask.count: must be a whole number"), "\(wrong.printed)")
        #expect(wrong.printed.contains("--set ask.pw: must have at least 4 characters"), "\(wrong.printed)")
    }

    @Test func `what is missing or wrong of what the node needs is told, and nothing runs`() async throws {
        let missing = try await Self.exec(["--node", "ship", "--set", "stage=moon", "--set", "who=me", "--set", "none"])
        #expect(missing.status == 2)
        for problem in [
            "the node 'ship' of 'release' cannot be started so:",
            "--set build.version=… is missing: {{task.build.version}} stands for what 'build' gives",
            "--set stage: must be one of", "--set who: 'ship' does not use it; it uses build.version, stage",
            "--set none: must be FIELD=VALUE",
        ] {
            #expect(missing.printed.contains(problem), "no '\(problem)' in:\n\(missing.printed)")
        }
        let unknown = try await Self.exec(["--node", "shop"])
        #expect(unknown.status == 2 && unknown.printed.contains("no node 'shop'; it has build, other, both, ship, ok, done, ask, use"))
        for node in ["both", "done"] {
            let nothing = try await Self.exec(["--node", node])
            #expect(nothing.status == 2 && nothing.printed.contains("'\(node)' does nothing by itself"), "\(nothing.printed)")
        }
    }

    @Test func `for programs each line is an object, and the last one the run with the status of each node`() async throws {
        let (status, printed) = try await Self.exec(["-o", "json", "--set", "who=Ada", "--set", "ok.yes=yes"])
        let objects = try printed.split(separator: "\n").map { try JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
        #expect(status == 0)
        let last = try #require(objects.last)
        #expect(last["type"] == "run" && last["exit_status"] == .int(0) && last["run"]["result"] == "good")
        #expect(last["run"].node("other")["status"] == .int(1))
        #expect(last["run"].node("build")["outcome"] == "good")
        #expect(objects.contains { $0["type"] == "attempt" && $0["node"] == "other" && $0["outcome"] == "bad" && $0["status"] == .int(1) })
        let output = objects.filter { $0["type"] == "output" && $0["node"] == "ship" }.flatMap { $0["lines"].list ?? [] }
        #expect(output.contains("shipping 1 to test"))
        let events = objects.filter { $0["type"] == "event" && $0["id"] != .null }
        #expect(events.map { $0["id"] } == (1...events.count).map { .int(Int64($0)) })
        #expect(events.contains { $0["tag"] == "merge.both.good" })
        #expect(events.allSatisfy { $0["at"].string?.hasSuffix("Z") == true })
        #expect(objects.allSatisfy { ["note", "output", "attempt", "event", "run"].contains($0["type"].string) })
    }
}
