import FloeConfig
import FloeCore
import FloeTesting
import Testing

struct ClassicFileTests {
    @Test
    func `a configuration of the Go program loads`() throws {
        let (config, problems) = ConfigReader.read(text: Classic.config, file: "config.yml")
        let file = try #require(config)
        #expect(problems.allSatisfy { $0.severity == .warning })
        #expect(file.common.hosts == ["http://127.0.0.1:8080"])
        #expect(file.common.storeType == .local)
        #expect(file.flows.map(\.id) == ["release", "site"])

        let release = file.flows[0]
        #expect(release.name == "Release")
        #expect(release.resourceTags == ["staging-db", "nic"])
        #expect(release.hostTags == ["linux", "go", "couch"])
        #expect(release.env == ["GOPATH={{ws}}", "MODE=release"])
        #expect(release.triggers.map(\.id) == ["push", "start"])
        #expect(release.triggers[1].form?.fields.map(\.id) == ["ref", "from-ref"])
        #expect(release.triggers[1].form?.fields[0].value == "main")
        #expect(release.nodes.map(\.id) == ["checkout", "say", "build", "probe", "sign-off", "ready", "ship", "complete"])
        #expect(release.nodes[0].kind == .executing(type: "git-merge"))
        #expect(release.nodes[0].options == ["sub-dir": "src/product", "url": "git@example.org:team/product.git"])
        #expect(release.nodes[1].options == ["cmd": "echo", "args": .list(["one argument with spaces"])])
        #expect(release.nodes[3].useStatus)
        #expect(release.nodes[5].kind == .merge(Node.Merge()))
        #expect(release.nodes[5].listen == ["task.say.good", "task.probe.0", "task.sign-off.good"])
        #expect(release.nodes[6].ignoreFail)
        #expect(release.nodes[7].kind == .end(nil))

        let site = file.flows[1]
        #expect(site.flowFile == "floe.yml")
        #expect(site.triggers[0].id == "every-5-minutes")
        #expect(site.triggers[0].period == Span(seconds: 300))
        #expect(site.triggers[0].options == ["url": "git@example.org:team/site.git", "branch": "main"])
        #expect(site.triggers[1].kind == .pollGit)
    }

    @Test
    func `what this version lacks of it is listed, and stops only what uses it`() throws {
        let file = try #require(ConfigReader.read(text: Classic.config, file: "config.yml").0)
        let release = FlowKey(id: "release", version: 1)
        let site = FlowKey(id: "site", version: 1)
        #expect(file.unsupported.ofHost.isEmpty)
        #expect(
            file.unsupported.of(release).map(\.message) == [
                "flow 'release', task 'checkout': the task type 'git-merge' is not in this version"
            ])
        #expect(file.unsupported.of(site).isEmpty)
        #expect(file.unsupported.hasInert(trigger: "push", of: release))
        #expect(file.unsupported.hasInert(trigger: "commits", of: site))
        #expect(!file.unsupported.hasInert(trigger: "every-5-minutes", of: site))
    }

    @Test
    func `a flow file of the Go program gives its flow tasks and environment, and keeps the triggers`() throws {
        let base = try #require(ConfigReader.read(text: Classic.config, file: "config.yml").0?.flows[1])
        let (value, problems) = ConfigReader.readFlowFile(text: Classic.flowFile, file: "floe.yml", over: base)
        let flow = try #require(value?.flow)
        #expect(problems.isEmpty)
        #expect(flow.key == base.key)
        #expect(flow.triggers == base.triggers)
        #expect(flow.env == ["SITE={{ws}}/site"])
        #expect(flow.nodes.map(\.id) == ["checkout", "version", "wait", "done"])
    }
}
