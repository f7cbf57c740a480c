import FloeCore
import FloeTesting
import Testing

/// What users of the Go program have runs as it is, but for the addresses, and for `git-merge`, which is not in this version.
@Suite(.timeLimit(.minutes(5)))
struct ClassicScenarios {
    private let remote: TemporaryFolder
    private let server: GitServer

    init() throws {
        self.remote = try TemporaryFolder()
        try TestCommand.sh(
            """
            for name in product site; do
                git init -q --bare -b main $name.git && git init -q -b main work-$name && cd work-$name
                git config user.name Ada && git config user.email ada@example.org
                echo 1.0 > VERSION && git add . && git commit -qm 'First words' && git push -q ../$name.git main && cd ..
            done
            """, in: self.remote.path)
        self.server = try GitServer(root: self.remote.path)
    }

    private func here(_ text: String) -> String {
        text.replacing("git@example.org:team/", with: self.server.url("r/")).replacing("type: git-merge", with: "type: git-checkout")
    }

    @Test func `the configuration of a release runs to its end, with its form and its sign-off`() async throws {
        let host = try TestHost(flows: self.here(Classic.config))
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(["-tags=linux,go,couch"])
        let form = #"{"ref": {"id": "release", "ver": 1}, "form": {"id": "start", "values": {"ref": "main", "from-ref": ""}}}"#
        let pushed = try await client.post("\(WireClient.base)/push/data", form)
        #expect(pushed.status == 202, "\(pushed.text)")
        let run = try #require(pushed.json["run"].string)
        _ = try await client.run(run, until: "asking") { $0.node("sign-off")["state"] == "waiting" }
        let answer = #"{"values": {"tests_passed": true, "to_hash": "abc"}}"#
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/nodes/sign-off/answer", answer).status == 202)
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good", "\(ended["detail"]) \(ended["nodes"])")
        #expect(ended.node("probe")["status"] == .int(0))
        #expect(try await client.output(run, "say") == "one argument with spaces\n")
        #expect(try await client.output(run, "build").contains("product"))
        #expect(try await client.output(run, "ship") == "shipping from \(host.folder.file("root/spaces/release/ws/\(run)"))\n")
    }

    @Test func `a flow whose tasks come from its flow file is started by its timer and runs to its end`() async throws {
        let host = try TestHost(flows: self.here(Classic.config).replacing("period: 300", with: "period: 1"))
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh("cat > floe.yml <<'END_OF_FLOW'\n\(Classic.flowFile)\nEND_OF_FLOW", in: host.folder.path)
        let (_, client) = try await host.start(["-tags=linux,go,couch"])
        let ended = try await client.ended("h1-1")
        #expect(ended["flow"] == "site" && ended["result"] == "good", "\(ended["detail"]) \(ended["nodes"])")
        #expect(host.folder.text("root/spaces/site/ws/h1-1/site/site/VERSION") == "1.0\n")
        #expect(try await client.output("h1-1", "version").contains("git version"))
    }

    @Test func `both run without a server too`() async throws {
        let host = try TestHost(flows: self.here(Classic.config))
        try TestCommand.sh("cat > floe.yml <<'END_OF_FLOW'\n\(Classic.flowFile)\nEND_OF_FLOW", in: host.folder.path)
        let site = try await host.floe(["exec", "default.yml", "site"])
        #expect(site.status == 0, "\(site.printed)")
        let values = ["ref=main", "from-ref=x", "sign-off.tests_passed=true", "sign-off.to_hash=abc"].flatMap { ["--set", $0] }
        let release = try await host.floe(["exec", "default.yml", "release"] + values)
        #expect(release.status == 0, "\(release.printed)")
    }
}
