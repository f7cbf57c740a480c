import FloeTesting
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ExecScenarios {
    /// A folder with a flow file, in which `floe exec` makes its own in `tmp`.
    private static func folder(_ flows: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try TestCommand.sh("mkdir tmp; cat > f.yml <<'END_OF_FLOWS'\n\(flows)\nEND_OF_FLOWS", in: folder.path)
        return folder
    }

    private static func start(_ arguments: [String], in folder: TemporaryFolder) throws -> FloeProcess {
        try FloeProcess(
            ["exec", "f.yml"] + arguments, folder: folder.path, output: folder.file("output-\(arguments.count)"),
            environment: ["TMPDIR": folder.file("tmp")])
    }

    private static let waiting = """
        flows:
          - id: waiting
            tasks:
              - {id: wait, type: exec, listen: trigger.good, opts: {shell: "echo ready; exec tail -f /dev/null"}}
              - {id: tidy, type: exec, listen: task.wait.cancelled, opts: {shell: "echo tidied; $AFTER"}, grace: 1s}
            env: [AFTER=AFTERWARDS]
        """

    @Test func `the first signal cancels, clean-up is done, and nothing is left behind`() async throws {
        let folder = try Self.folder(Self.waiting.replacing("AFTERWARDS", with: "true"))
        let process = try Self.start([], in: folder)
        _ = try await process.line("wait | ready")
        #expect(folder.names("tmp").count == 1)
        process.send(SIGINT)
        #expect(try await process.exit() == 3)
        #expect(process.printed.contains("\ntidy | tidied\n"), "\(process.printed)")
        #expect(process.printed.hasSuffix("floe: waiting ended cancelled, person by SIGINT\n"), "\(process.printed)")
        #expect(folder.names("tmp").isEmpty)
    }

    @Test func `the second signal stops clean-up`() async throws {
        let folder = try Self.folder(Self.waiting.replacing("AFTERWARDS", with: "tail -f /dev/null"))
        let process = try Self.start([], in: folder)
        _ = try await process.line("wait | ready")
        process.send(SIGINT)
        _ = try await process.line("tidy | tidied")
        process.send(SIGINT)
        #expect(try await process.exit() == 3)
        #expect(process.printed.contains("tidy: cancelled"))
    }

    @Test func `progress that goes back to the beginning of its line leaves the id of the node there, and the end says why`() async throws {
        let folder = try Self.folder(
            """
            flows:
              - id: a
                tasks:
                  - id: x
                    type: exec
                    listen: trigger.good
                    opts: {shell: 'printf "1%%\\r2%%\\r\\n\\n"; exit 3'}
            """)
        let process = try Self.start([], in: folder)
        #expect(try await process.exit() == 1)
        #expect(process.printed.contains("\nx | 1%\rx | 2%\r\nx | \nx: bad, status 3\n"), "\(process.printed.debugDescription)")
        #expect(process.printed.hasSuffix("floe: a ended bad, unheard: no node listens to task.x.bad\n"), "\(process.printed)")
    }

    @Test func `an artifact that cannot be kept is told with the task, once`() async throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh(
            """
            cat > f.yml <<'END'
            flows:
            - {id: a, tasks: [{id: x, type: exec, listen: trigger.good, artifacts: [big, none], opts: {shell: "truncate -s 11G big"}}]}
            END
            """, in: folder.path)
        let process = try FloeProcess(["exec", "f.yml"], folder: folder.path, output: folder.file("output"))
        #expect(try await process.exit() == 1)
        let lines = process.printed.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("x | floe: the artifact 'big' (11 GB) cannot be kept") }, "\(lines)")
        #expect(lines.contains("x | floe: artifacts: nothing fits 'none'"), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("x: bad: the artifact 'big'") } && !lines.contains("x: good"), "\(lines)")
    }

    @Test func `a run that takes too long is told by its status`() async throws {
        let folder = try Self.folder(Self.waiting.replacing("    env:", with: "    timeout: 1\n    env:"))
        let process = try Self.start([], in: folder)
        #expect(try await process.exit() == 124)
        #expect(process.printed.contains("floe: waiting ended bad, timed-out"))
    }

    @Test func `what is wrong with the file or the values is told all at once, and nothing runs`() async throws {
        let folder = try Self.folder("flows: [{id: a, taks: [], tasks: [{id: x, type: exce, listen: trigger.good}]}]")
        let broken = try Self.start([], in: folder)
        #expect(try await broken.exit() == 2)
        #expect(broken.printed.contains("did you mean 'tasks'?") && broken.printed.contains("'exce'"), "\(broken.printed)")

        let asking = try Self.folder(
            """
            flows:
              - id: a
                triggers: [{id: s, type: data, opts: {form: {fields: [{id: n, type: int, required: true}, {id: who, required: true}]}}}]
                tasks:
                  - {id: ok, type: data, listen: trigger.good, opts: {form: {fields: [{id: yes, type: bool}]}}}
            """)
        let wrong = try Self.start(["--set", "n=many", "--set", "whom=me", "--set", "ok.yes=maybe", "--set=plain"], in: asking)
        #expect(try await wrong.exit() == 2)
        for problem in [
            "--set n: must be a whole number", "--set who: is required", "--set whom: is no field of the form; those are n, who",
            "--set ok.yes: must be true or false", "--set plain: must be FIELD=VALUE",
        ] {
            #expect(wrong.printed.contains(problem), "no '\(problem)' in:\n\(wrong.printed)")
        }
        #expect(asking.names("tmp").isEmpty)
    }

    @Test func `a question that nobody can answer cancels the run and says how to answer it`() async throws {
        let folder = try Self.folder(
            "flows: [{id: a, tasks: [{id: ok, type: data, listen: trigger.good, opts: {form: {fields: [{id: yes, type: bool}]}}}]}]")
        let process = try Self.start([], in: folder)
        #expect(try await process.exit() == 3)
        #expect(process.printed.contains("--set ok.yes=…"), "\(process.printed)")
    }

    @Test func `a person at a terminal is asked, again after a wrong answer`() async throws {
        let folder = try Self.folder(
            """
            flows:
              - id: a
                tasks:
                  - id: ok
                    type: data
                    listen: trigger.good
                    opts: {good-when: yes, form: {title: Well?, fields: [{id: yes, type: bool, prompt: Ship it, required: true}]}}
                  - {id: ship, type: exec, listen: task.ok.good, opts: {shell: "echo shipped"}}
            """)
        let script = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0: os.execv(sys.argv[1], ["floe", "exec", "f.yml"])
            told, typed = b"", [b"perhaps\\n", b"yes\\n"]
            while True:
                try: more = os.read(terminal, 4096)
                except OSError: break
                if not more: break
                told += more
                if typed and told.count(b"Ship it (yes or no)") == 3 - len(typed): os.write(terminal, typed.pop(0))
            print(told.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        try TestCommand.sh("cat > ask.py <<'END_OF_SCRIPT'\n\(script)\nEND_OF_SCRIPT", in: folder.path)
        try TestCommand.sh("timeout 30 python3 ask.py '\(FloeProcess.program)' > told", in: folder.path)
        let told = try #require(folder.text("told"))
        #expect(told.contains("ok ? Well?") && told.contains("that must be true or false"), "\(told)")
        #expect(told.contains("ship | shipped") && told.hasSuffix(" 0\n"), "\(told)")
    }

    @Test func `what runs is the folder's flow file, and the folder is kept when asked for`() async throws {
        let folder = try Self.folder("flows: [{id: a, flow-file: more/tasks.yml, host-tags: [mainframe]}, {id: b, tasks: []}]")
        try TestCommand.sh(
            "mkdir more; echo 'tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: \"echo kept > here\"}}]' > more/tasks.yml",
            in: folder.path)
        let process = try Self.start(["a", "--keep"], in: folder)
        #expect(try await process.exit() == 0, "\(process.printed)")
        let kept = try await process.line("floe: kept")
        try TestCommand.sh("grep -q kept '\(kept)/spaces/a/ws/exec-1/here'", in: folder.path)
    }
}
