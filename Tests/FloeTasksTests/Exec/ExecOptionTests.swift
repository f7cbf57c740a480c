import FloeAgent
import FloeCore
import FloeSystem
import FloeTesting
import Testing

@Suite("options of exec", .timeLimit(.minutes(5)))
struct ExecOptionTests {
    /// Runs a node that prints and gives what it printed.
    private func printed(
        _ options: Values, values: [String: String] = [:], env: [String] = [], own: [String] = [], url: String? = nil,
        environment: [String: String] = ["PATH": "/usr/bin:/bin", "HOME": "/home/x"]
    ) async throws -> String {
        try await TaskBench.with(environment: environment, url: url) { bench async throws in
            let order = bench.order(options, values: values, env: env) { $0.env = own }
            let outcome = await bench.run(order)
            #expect(outcome.kind == .good, "\(outcome)")
            return try await bench.output(order).replacing(try bench.workspace(order), with: "WS")
        }
    }

    @Test func `cmd is split at any white space, not at single spaces, and never inside a value`() async throws {
        #expect(try await self.printed(["cmd": "printf  <%s>\t a\n b"]) == "<a><b>")
        #expect(
            try await self.printed(["cmd": "printf <%s> {{trigger.x}} a{{ trigger.x }}b"], values: ["trigger.x": "1 2"]) == "<1 2><a1 2b>")
        #expect(try await self.printed(["cmd": "printf <%s> {{trigger.x}}"], values: ["trigger.x": ""]) == "<>")
    }

    @Test func `With args cmd is one name, and each of them one word`() async throws {
        #expect(try await self.printed(["cmd": "printf", "args": .list(["<%s>", "a b", "", "$HOME", "*"])]) == "<a b><><$HOME><*>")
        #expect(try await self.printed(["cmd": "printf", "args": .list(["<%s>", 7, true])]) == "<7><true>")
    }

    @Test func `The arguments of a script are quoted words after it`() async throws {
        #expect(
            try await self.printed(
                ["shell": "printf '<%s>'\n", "args": .list(["a b", "$HOME", "it's", "{{trigger.x}}"])], values: ["trigger.x": "`id`"])
                == "<a b><$HOME><it's><`id`>")
    }

    @Test func `The arguments of a script that ends in a here-document stand before it, in its log too`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(
                ["shell": "cat - <<EOF\n{{trigger.x}} $(echo in)\nEOF\n", "args": .list(["/dev/null", "{{trigger.y}}"])],
                values: ["trigger.x": "$(id)", "trigger.y": "/dev/null"])
            #expect(await bench.run(order).kind == .good)
            #expect(
                String(decoding: try await bench.log(order), as: UTF8.self)
                    == "$ cat - <<EOF '/dev/null' '{{trigger.y}}'\n{{trigger.x}} $(echo in)\nEOF\n$(id) in\n")
        }
    }

    @Test func `A dot and a leading dot slash mean the workspace`() async throws {
        #expect(
            try await self.printed([
                "cmd": "printf",
                "args": .list([
                    "%s\\n", ".", "./x", "./", "K=./x", "--out=./x", "./...", "../x", ".cache", "a ./x", "x/./y", "K=.", "{{ws}}/y",
                ]),
            ]) == "WS\nWS/x\nWS/\nK=WS/x\n--out=WS/x\n./...\n../x\n.cache\na ./x\nx/./y\nK=WS\nWS/y\n")
        // Not in scripts: there it is the folder the script starts in.
        #expect(try await self.printed(["shell": "echo ./x K=./x"]) == "./x K=./x\n")
        #expect(try await self.printed(["shell": "printf %s \"$A\""], env: ["A=./x"]) == "WS/x")
        // A value is never looked at for it.
        #expect(try await self.printed(["cmd": "printf", "args": .list(["%s", "{{trigger.x}}"])], values: ["trigger.x": "./x"]) == "./x")
    }

    @Test func `The environment is what the host passes, FLOE_, the flow's and the node's, and nothing else`() async throws {
        let text = try await self.printed(
            ["cmd": "env"], values: ["trigger.x": "$A"], env: ["A=1", "B=$A$HOME"], own: ["B=${B}2$$", "C=$NONE.$", "D={{trigger.x}}"],
            url: "http://h1/")
        let lines = Set(text.split(separator: "\n").map(String.init)).filter { !$0.hasPrefix("FLOE_OUTPUT=") }
        #expect(
            lines == [
                "PATH=/usr/bin:/bin", "HOME=/home/x", "FLOEWS=WS", "FLOE_RUN=h1-1", "FLOE_FLOW=ci", "FLOE_NODE=build", "FLOE_PASS=1",
                "FLOE_ATTEMPT=1",
                "FLOE_HOST=h1", "FLOE_URL=http://h1/", "A=1", "B=1/home/x2$", "C=.$", "D=$A",
            ])
    }

    @Test func `The environment of an option counts when the node has none, and the PATH of the flow finds programs`() async throws {
        #expect(try await self.printed(["cmd": "printenv X", "env": .list(["X=1"])]) == "1\n")
        try await TaskBench.with { bench async throws in
            let order = bench.order(["cmd": "mine"], env: ["PATH=tools:$PATH"])
            let workspace = try bench.workspace(order)
            let setup = await bench.run(
                bench.order(["shell": "mkdir tools && printf '#!/bin/sh\\necho here' > tools/mine && chmod +x tools/mine"]))
            #expect(setup.kind == .good)
            #expect(await bench.run(order) == Outcome(.good, status: 0), "in \(workspace)")
            #expect(try await bench.output(order) == "here\n")
        }
    }

    @Test func `sub-dir is made, and does not leave the workspace`() async throws {
        #expect(try await self.printed(["cmd": "pwd", "sub-dir": "a/b"]) == "WS/a/b\n")
        #expect(try await self.printed(["cmd": "pwd", "sub-dir": "./a"]) == "WS/a\n")
        #expect(try await self.printed(["cmd": "pwd", "sub-dir": "{{ws}}/a"]) == "WS/a\n")
        #expect(try await self.printed(["cmd": "pwd"]) == "WS\n")
        try await TaskBench.with { bench async throws in
            for path in ["..", "/tmp", "a/../../x", "../\u{301}x", "/\u{301}x"] {
                let outcome = await bench.run(bench.order(["cmd": "pwd", "sub-dir": .string(path)]))
                #expect(outcome.kind == .error)
                #expect(outcome.reason?.contains("outside") == true)
            }
            let link = await bench.run(bench.order(["shell": "ln -s /tmp out"]))
            #expect(link.kind == .good)
            #expect(await bench.run(bench.order(["cmd": "pwd", "sub-dir": "out"])).kind == .error)
        }
    }

    @Test func `What a node lacks is an error, what a template names and nobody gave is bad`() async throws {
        try await TaskBench.with { bench async throws in
            func outcome(_ options: Values, env: [String] = []) async -> String {
                let outcome = await bench.run(bench.order(options, env: env))
                return "\(outcome.kind): \(outcome.reason ?? "")"
            }
            #expect(await outcome([:]) == "error: node build: exec needs 'cmd' or 'shell'")
            #expect(await outcome(["cmd": "a", "shell": "b"]) == "error: node build: exec takes 'cmd' or 'shell', not both")
            #expect(await outcome(["cmd": " "]) == "error: node build: 'cmd' names no program")
            #expect(await outcome(["cmd": "a", "args": .list([.map([:])])]) == "error: node build: 'args' must be a list of texts")
            #expect(await outcome(["cmd": "true"], env: ["X"]) == "error: node build: the env entry 'X' must have the form KEY=value")
            #expect(await outcome(["cmd": "echo {{trigger.none}}"]) == "bad: template")
            #expect(await outcome(["shell": "echo {{host.none}}"]) == "bad: template")
            #expect(await outcome(["cmd": "true"], env: ["A={{trigger.none}}"]) == "bad: template")
            #expect(await outcome(["shell": "echo $(({{host.os}}))"]) == "bad: template")
            let order = bench.order(["cmd": "echo {{trigger.none}}"])
            _ = await bench.run(order)
            #expect(
                String(decoding: try await bench.log(order), as: UTF8.self)
                    == "floe: {{trigger.none}} in node build names nothing: no such value was given or reported\n")
        }
    }

    @Test func `What floe knows its processes by is set by nobody else`() async throws {
        let mine = ["FLOEWS=/x", "FLOE_RUN=x", "FLOE_HOST=x", "FLOE_OUTPUT=/x", "A=$FLOE_RUN"]
        for (env, own) in [(mine, []), ([], mine)] {
            let script = "echo $FLOEWS $FLOE_RUN $FLOE_HOST ${FLOE_OUTPUT##*/}"
            #expect(try await self.printed(["shell": .string(script)], env: env, own: own) == "WS h1-1 h1 build.1.1.out\n")
        }
        #expect(try await self.printed(["cmd": "printenv A"], env: ["A=$FLOE_RUN"]) == "h1-1\n")
    }

    @Test func `The first line of a log has no values, which may be secrets`() async throws {
        try await TaskBench.with { bench async throws in
            let given: [(Values, String)] = [
                (["cmd": "echo  -n {{trigger.password}}"], "$ echo -n {{trigger.password}}"),
                (["cmd": "true", "args": .list(["a b", "{{trigger.password}}"])], "$ true 'a b' '{{trigger.password}}'"),
                (["shell": "true", "args": .list(["{{trigger.password}}"])], "$ true '{{trigger.password}}'"),
            ]
            for (options, line) in given {
                let order = bench.order(options, values: ["trigger.password": "hunter2"])
                #expect(await bench.run(order).kind == .good)
                #expect(String(decoding: try await bench.log(order), as: UTF8.self).split(separator: "\n").first.map(String.init) == line)
            }
        }
    }

    @Test func `Facts of the host stand for themselves`() async throws {
        #expect(try await self.printed(["cmd": "echo {{host.os}} {{host.name}}"]) == "debian h1\n")
    }

    @Test func `The first line of a script's log is the script as it was written`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "echo {{trigger.password}} >/dev/null\n:"], values: ["trigger.password": "hunter2"])
            _ = await bench.run(order)
            #expect(String(decoding: try await bench.log(order), as: UTF8.self) == "$ echo {{trigger.password}} >/dev/null\n:\n")
        }
    }
}
