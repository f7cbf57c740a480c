import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CommandScenarios {
    private func floe(_ arguments: [String], in folder: TemporaryFolder) async throws -> (status: Int32, printed: String) {
        let process = try FloeProcess(arguments, folder: folder.path, output: folder.file("output-of-command"))
        return (try await process.exit(), process.printed)
    }

    @Test func `validate tells what is wrong with a file, and where`() async throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh("printf 'flows:\\n  - id: a\\n    taks: []\\n' > bad.yml", in: folder.path)
        let (status, printed) = try await self.floe(["validate", "bad.yml"], in: folder)
        #expect(status == 2)
        #expect(printed.contains("bad.yml:3:5: error:"))
        #expect(printed.contains("did you mean 'tasks'?"))
    }

    @Test func `print-config shows each setting with where it comes from, and starts nothing`() async throws {
        let folder = try TemporaryFolder()
        let flow = "{id: a, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: uptime}}]}"
        try TestCommand.sh("echo '{common: {store-type: local}, flows: [\(flow)]}' > f.yml", in: folder.path)
        let flags = ["-conf", "f.yml", "-host_name=h9", "--admin=very-secret", "--print-config"]
        let (status, printed) = try await self.floe(flags, in: folder)
        #expect(status == 0)
        let lines = printed.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("host-name h9 flag"))
        #expect(lines.contains("pub-bind 127.0.0.1:8080 default"))
        #expect(lines.contains("root \(folder.path)/.floe/h9 default"))
        #expect(
            lines.contains("common.store-type local \(folder.path)/f.yml") && lines.contains("common.base-url /build/api default"),
            "\(printed)")
        #expect(!printed.contains("very-secret"))
        #expect(!folder.exists(".floe"))
    }

    @Test func `a wrong flag is a usage error`() async throws {
        let folder = try TemporaryFolder()
        #expect(try await self.floe(["-no_such_flag=1"], in: folder).status == 2)
        #expect(try await self.floe(["-pub_bind=nowhere"], in: folder).status == 2)
        let missing = try await self.floe(["-host_name=h1"], in: folder)
        #expect(missing.status == 2)
        #expect(missing.printed.contains("default.yml"))
        #expect(missing.printed.contains("-conf FILE"))
    }

    @Test func `version and help are answers`() async throws {
        let folder = try TemporaryFolder()
        let version = try await self.floe(["version"], in: folder)
        #expect(version.status == 0)
        #expect(version.printed.hasPrefix("floe "))
        let help = try await self.floe(["serve", "--help"], in: folder)
        #expect(help.status == 0)
        #expect(help.printed.contains("--host-name"))
    }
}
