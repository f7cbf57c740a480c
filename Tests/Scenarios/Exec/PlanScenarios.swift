import FloeTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PlanScenarios {
    private static func floe(_ arguments: [String]) async throws -> (status: Int32, printed: String) {
        let folder = try TemporaryFolder()
        let process = try FloeProcess(arguments, folder: folder.path, output: folder.file("output"))
        return (try await process.exit(), process.printed)
    }

    private static let flows = """
        common:
          store-type: postgres
          store-root: postgres://floe@db.example/ci
          resources: {lab: {limit: 3, scope: host}}
          secrets: {key: {env: KEY}}
        flows:
          - id: other
            tasks: [{id: x, type: git-merge, listen: trigger.good, opts: {url: u, branch: a, from-branch: b}}]
          - id: default
            host-tags: [linux]
            resource-tags: [lab]
            overlap: {mode: queue, key: "{{trigger.branch}}"}
            reuse-space: true
            params: [{id: branch, required: true}]
            triggers: [{id: start, type: data}]
            tasks:
              - {id: a, type: exec, listen: trigger.good, secrets: [key], opts: {shell: "touch ran"}}
              - {id: b, type: exec, listen: trigger.good, opts: {shell: "touch ran"}}
              - {id: c, type: exec, depends-on: [a, b], opts: {shell: "touch ran"}}
        """

    @Test func `a plan shows levels, locks, hosts and secrets, and runs nothing`() async throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh("cat > f.yml <<'END_OF_FLOWS'\n\(Self.flows)\nEND_OF_FLOWS", in: folder.path)
        let (status, printed) = try await Self.floe(["plan", folder.file("f.yml")])
        #expect(status == 0, "\(printed)")
        for line in [
            "needs a host with: linux", "needs the secrets: key", "locks lab: 3 runs at a time in the host (resource-tags)",
            "locks flow:default.1:{{trigger.branch}}: one run at a time in the cluster (overlap)",
            "locks space:default: one run at a time in the host (reuse-space)", "  start  data; asks for branch",
            "  a      exec; after trigger.good; with the secrets key", "  c      exec; after task.a.good, task.b.good",
        ] {
            #expect(printed.contains("\(line)\n"), "no '\(line)' in:\n\(printed)")
        }
        #expect(folder.names == ["f.yml"])
        let (_, json) = try await Self.floe(["plan", folder.file("f.yml"), "other", "-o", "json"])
        struct Plan: Decodable {
            var flow: String
            var unsupported: [String]
        }
        let plan = try JSONDecoder().decode(Plan.self, from: Data(json.utf8))
        #expect(plan.flow == "other")
        #expect(plan.unsupported.contains { $0.contains("git-merge") })
    }

    @Test func `a flow that cannot be run is not run`() async throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh("cat > f.yml <<'END_OF_FLOWS'\n\(Self.flows)\nEND_OF_FLOWS", in: folder.path)
        let (status, printed) = try await Self.floe(["exec", folder.file("f.yml"), "other"])
        #expect(status == 2)
        #expect(printed.contains("git-merge"))
        let (missing, told) = try await Self.floe(["plan", folder.file("f.yml"), "third"])
        #expect(missing == 2)
        #expect(told.contains("it has default, other"))
    }

    @Test func `the flow that builds and tests floe can be planned`() async throws {
        let (status, printed) = try await Self.floe(["plan", "\(Example.repository)/build/FLOE.yaml"])
        #expect(status == 0, "\(printed)")
        #expect(printed.contains("\n  test     exec; after task.build.good; at most 1h\n"), "\(printed)")
        #expect(!printed.contains("cannot be started"))
    }

    @Test func `the reference page is what the tables say`() async throws {
        let (status, printed) = try await Self.floe(["schema", "--markdown"])
        #expect(status == 0)
        let page = try String(contentsOfFile: "\(Example.repository)/docs/flow-files.md", encoding: .utf8)
        #expect(page == printed, "run: floe schema --markdown > docs/flow-files.md")
    }

    @Test func `the files that come with floe have no problems`() async throws {
        let files = ["default.yml", "build/FLOE.yaml"].map { "\(Example.repository)/\($0)" } + Example.all.map { "\($0.folder)/flow.yml" }
        let (status, printed) = try await Self.floe(["validate"] + files)
        #expect(status == 0)
        let lines = printed.split(separator: "\n")
        #expect(lines.count == files.count && lines.allSatisfy { $0.contains(": good, ") }, "\(printed)")
    }
}
