import FloeConfig
import FloeCore
import Testing

struct FlowFileTests {
    private var base: Flow {
        var flow = Flow(
            id: "site", version: 2, name: "Site",
            triggers: [Trigger(id: "t", kind: .data, form: Form(fields: [FormField(id: "branch")]))])
        flow.env = ["A=1"]
        flow.hostTags = ["linux"]
        flow.resourceTags = ["db"]
        flow.flowFile = "floe.yml"
        flow.timeout = Span(seconds: 60)
        return flow
    }

    private func read(_ text: String, over base: Flow? = nil, secrets: Set<String>? = nil) -> (LoadedFlow?, [String]) {
        let (flow, problems) = ConfigReader.readFlowFile(text: text, file: "floe.yml", over: base ?? self.base, secrets: secrets)
        return (flow, problems.map(\.description))
    }

    private let tasks = "tasks:\n- {id: a, type: exec, listen: trigger.good, opts: {cmd: \"echo {{trigger.branch}}\"}}\n"

    @Test
    func `a flow file overrides tasks, tags and env, and the rest stays`() throws {
        let (loaded, problems) = self.read("name: The site\nhost-tags: [arm]\ntimeout: 5m\noverlap: skip\n" + self.tasks)
        let flow = try #require(loaded?.flow)
        #expect(problems == [])
        #expect(flow.key == FlowKey(id: "site", version: 2))
        #expect(flow.name == "The site")
        #expect(flow.hostTags == ["arm"] && flow.resourceTags == ["db"] && flow.env == ["A=1"])
        #expect(flow.timeout == Span(seconds: 300) && flow.overlap == .skip)
        #expect(flow.triggers == self.base.triggers)
        #expect(flow.nodes.map(\.id) == ["a"])
    }

    @Test
    func `a flow file never overrides triggers, nor id, version and flow file, and it is said`() throws {
        let text = "id: other\nver: 7\nflow-file: more.yml\ntriggers:\n- {id: x, type: timer, opts: {period: 5}}\n" + self.tasks
        let (loaded, problems) = self.read(text)
        #expect(try #require(loaded?.flow).key == FlowKey(id: "site", version: 2))
        #expect(loaded?.flow.triggers == self.base.triggers)
        let remedy = "change it where the flow file is named, or remove it here"
        #expect(
            problems == [
                "floe.yml:1:5: warning: the id 'other' is ignored: the flow is 'site'; \(remedy)",
                "floe.yml:2:6: warning: the version 7 is ignored: the flow's is 2; \(remedy)",
                "floe.yml:3:1: warning: 'flow-file' of a flow file is ignored; \(remedy)",
                "floe.yml:4:1: warning: 'triggers' of a flow file is ignored; \(remedy)",
            ])
    }

    @Test
    func `the flow may be the one of a list, or the one with the id`() throws {
        let one = "flows:\n- tasks: [{id: a, type: exec, listen: trigger.good, opts: {cmd: ls}}]\n"
        #expect(self.read(one).0?.flow.nodes.map(\.id) == ["a"])
        let two = "flows:\n- {id: x, tasks: []}\n- {id: site, tasks: [{id: b, type: exec, listen: trigger.good, opts: {cmd: ls}}]}\n"
        #expect(self.read(two).0?.flow.nodes.map(\.id) == ["b"])
        let neither = "flows:\n- {id: x, tasks: []}\n- {id: y, tasks: []}\n"
        #expect(self.read(neither).1 == ["floe.yml:2:1: error: a flow file holds one flow, not 2; keep the flow that the file is for"])
        let common = "common: {}\n" + one
        #expect(
            self.read(common).1 == [
                "floe.yml:1:1: warning: 'common' of a flow file is ignored; keep it in the configuration of the host"
            ])
    }

    @Test
    func `templates know the triggers of the flow, and its environment the tasks of the file`() {
        let wrong = "tasks:\n- {id: a, type: exec, listen: trigger.good, opts: {cmd: \"echo {{trigger.brunch}}\"}}\n"
        #expect(self.read(wrong).1.count == 1)
        #expect(self.read(wrong).1.first?.contains("did you mean '{{trigger.branch}}'?") == true)
        var base = self.base
        base.env = ["V={{task.build.version}}"]
        #expect(self.read(self.tasks, over: base).1.first?.contains("there is no task 'build'") == true)
    }

    @Test
    func `secrets are checked where they are known`() {
        let text = "tasks:\n- {id: a, type: exec, listen: trigger.good, secrets: [TOKEN], opts: {cmd: ls}}\n"
        #expect(self.read(text).1 == [])
        #expect(self.read(text, secrets: ["TOKEN"]).1 == [])
        #expect(
            self.read(text, secrets: ["TOKENS"]).1 == [
                "floe.yml:2:55: error: there is no secret 'TOKEN'; add it under common.secrets (did you mean 'TOKENS'?)"
            ])
    }

    @Test
    func `a flow file without tasks is warned of`() {
        #expect(
            self.read("env: [A=2]\n").1 == ["floe.yml:1:1: warning: flow 'site' has no tasks; add 'tasks', or a 'flow-file' that has them"])
    }

    @Test
    func `a file by itself needs an id or a name`() {
        let (flow, problems) = ConfigReader.readFlowFile(text: self.tasks, file: "f.yml", over: nil)
        #expect(flow == nil)
        #expect(problems.map(\.description) == ["f.yml:1:1: error: a flow has neither id nor name; give it one of them"])
    }

    @Test
    func `a flow whose tasks come from a file may name them before they are known`() {
        let text = "flows:\n- {id: f, flow-file: floe.yml, env: [\"V={{task.build.version}}\"]}\n"
        #expect(ConfigReader.read(text: text, file: "f.yml").1.isEmpty)
    }
}

struct FileReferenceTests {
    @Test
    func `a reference is git by its .git, http by its scheme, else a file`() {
        #expect(FileReference(parsing: "git@host:team/a.git/ci/floe.yml") == .git(repository: "git@host:team/a.git", path: "ci/floe.yml"))
        #expect(
            FileReference(parsing: "https://host/team/a.git/floe.yml") == .git(repository: "https://host/team/a.git", path: "floe.yml"))
        #expect(FileReference(parsing: "/srv/a/.git/floe.yml") == .git(repository: "/srv/a/.git", path: "floe.yml"))
        #expect(FileReference(parsing: "https://host/floe.yml") == .http("https://host/floe.yml"))
        #expect(FileReference(parsing: "~/floe.yml") == .file("~/floe.yml"))
        #expect(FileReference(parsing: "a.git/") == .file("a.git/"))
    }
}
