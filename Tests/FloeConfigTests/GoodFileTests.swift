import FloeConfig
import FloeCore
import Testing

struct GoodFileTests {
    private func config(_ text: String) throws -> ConfigFile {
        let (config, problems) = ConfigReader.read(text: text, file: "f.yml")
        #expect(problems.map(\.description) == [])
        return try #require(config)
    }

    @Test
    func `each setting of common arrives`() throws {
        let common = try self.config(GoodFile.everything).common
        #expect(common.hosts == ["http://h1:8080", "https://h2"])
        #expect(common.publicURL == "https://floe.example.org")
        #expect(common.baseURL == "/build/api")
        #expect(common.storeType == .memory)
        #expect(common.storeRoot == "~/store")
        #expect(common.workspaceRoot == "/var/spaces")
        #expect(common.gitKey == "~/.ssh/id_ed25519")
        #expect(common.taskSlots == 12)
        #expect(common.resources == ["db": .init(limit: 2, scope: .host), "nic": .init()])
        #expect(common.retention == Retention(runs: 100, age: Span(seconds: 30 * 86_400), size: 20 << 30))
        #expect(common.secrets == ["TOKEN": .env("DEPLOY_TOKEN"), "KEY": .file("~/key")])
        #expect(common.fetchTo == ["/srv/images"])
        #expect(common.passEnv == ["SSH_AUTH_SOCK"])
    }

    @Test
    func `what is left out has the defaults of the language`() throws {
        let config = try self.config(
            "flows:\n- {name: My Flow., tasks: [{name: Do it, type: exec, listen: trigger.good, opts: {cmd: ls}}]}\n")
        #expect(config.common == CommonConfig())
        #expect(config.common.baseURL == "/build/api")
        var flow = Flow(id: "my-flow", name: "My Flow.")
        var node = Node("do-it", .executing(type: "exec"), listen: ["trigger.good"], name: "Do it")
        node.options = ["cmd": "ls"]
        flow.nodes = [node]
        #expect(config.flows == [flow])
        #expect(
            flow.overlap == .allow && flow.cleanupTimeout == Span(seconds: 600) && node.grace == Span(seconds: 10) && node.maxPasses == 100)
    }

    @Test
    func `each setting of a flow arrives`() throws {
        let flow = try self.config(GoodFile.everything).flows[0]
        #expect(flow.key == FlowKey(id: "all", version: 3))
        #expect(flow.name == "All there is")
        #expect(flow.reuseSpace && flow.keep && flow.publicBadge)
        #expect(flow.hostTags == ["linux"] && flow.resourceTags == ["db"])
        #expect(flow.env == ["GOPATH={{ws}}", "BRANCH={{trigger.branch}}"])
        #expect(flow.params.map(\.id) == ["branch", "hash"])
        #expect(flow.params[0].pattern == "[a-z/]+")
        #expect(flow.params[1].value == "0123456")
        #expect(flow.timeout == Span(seconds: 7200))
        #expect(flow.queueTimeout == Span(seconds: 90))
        #expect(flow.cleanupTimeout == Span(seconds: 900))
        #expect(flow.retention == Retention(runs: 5, age: Span(seconds: 7 * 86_400), size: 512_000_000))
        #expect(flow.overlap == .cancelPrevious)
        #expect(flow.overlapKey == "{{trigger.branch}}")
        #expect(flow.triggers.map(\.id) == ["start", "nightly", "after"])
        #expect(flow.triggers[0].form == nil)
        #expect(flow.triggers[1].period == Span(seconds: 86_400))
        #expect(
            flow.triggers[1].options == ["url": "git@example.org:a/b.git", "branch": "main", "hash": "0123456", "deep": true])
        #expect(flow.triggers[2].flow == "small@1")
        #expect(flow.triggers[2].result == .any)
    }

    @Test
    func `each setting of a task arrives`() throws {
        let flow = try self.config(GoodFile.everything).flows[0]
        let nodes = Dictionary(uniqueKeysWithValues: flow.nodes.map { ($0.id, $0) })
        let make = try #require(nodes["make"])
        #expect(make.kind == .executing(type: "exec"))
        #expect(make.options == ["shell": "make -j 2 \"{{trigger.branch}}\"\n", "args": .list(["one", "2", ""]), "sub-dir": "src"])
        #expect(make.env == ["V=1", "W={{task.get-it.hash}}"])
        #expect(make.good == [0, 3])
        #expect(make.noOutput == Span(seconds: 300) && make.grace == .zero && make.maxPasses == 7)
        #expect(make.hooks == Node.Hooks(condition: "test -d src", pre: "echo before", post: "echo after {{host.os}}"))
        #expect(make.artifacts == ["out/**"] && make.secrets == ["TOKEN"])
        let get = try #require(nodes["get-it"])
        #expect(get.name == "Get.It")
        #expect(get.timeout == Span(seconds: 600))
        #expect(get.retry == Retry(attempts: 3, delay: Span(seconds: 5), backoff: 1.5, when: [.bad, .timedOut, .lost, .error]))
        #expect(get.options["depth"] == 0 && get.options["submodules"] == true && get.options["clean"] == true)
        #expect(nodes["tool"]?.options["checksum"] == "5f")
        #expect(nodes["probe"]?.useStatus == true && nodes["lint"]?.ignoreFail == true)
        #expect(nodes["joined"]?.kind == .merge(Node.Merge(again: true)))
        #expect(nodes["rework"]?.kind == .merge(Node.Merge(any: true)))
        #expect(nodes["nap"]?.kind == .timer(Node.TimerWait(period: Span(seconds: 5))))
        #expect(nodes["later"]?.kind == .timer(Node.TimerWait(until: "2030-01-31T18:00:00+01:00")))
        #expect(nodes["done"]?.kind == .end(.good))
        let call = Node.FlowCall(
            flow: "small", values: ["branch": "{{trigger.branch}}", "count": 3, "list": .list([1, "x"])], wait: false)
        #expect(nodes["ship"]?.kind == .flow(call))
        guard case .data(let request)? = nodes["ask"]?.kind else {
            Issue.record("ask is no data node")
            return
        }
        #expect(request.goodWhen == "ok" && request.form.title == "Ship {{trigger.branch}}?")
        #expect(request.form.fields.map(\.value) == [false, 3, "7", nil, nil, "1.10"])
        #expect(request.form.fields[2].options == ["here", "there", "7"])
        #expect(request.form.fields[1].prompt == "count" && request.form.fields[0].required)
    }

    @Test
    func `depends-on of one listens, of several is a hidden merge before the node`() throws {
        let nodes = try self.config(GoodFile.everything).flows[0].nodes
        let at = try #require(nodes.firstIndex { $0.id == "make" })
        #expect(nodes[at - 1].hidden && nodes[at - 1].kind == .merge(Node.Merge()))
        #expect(nodes[at - 1].listen == ["task.get-it.good", "task.tool.good"])
        #expect(nodes[at].listen == ["merge.\(nodes[at - 1].id).good"])
        #expect(nodes.first { $0.id == "probe" }?.listen == ["task.make.good"])
        #expect(nodes.count { $0.hidden } == 1)
    }

    @Test
    func `only true and false are booleans, and words stay words`() throws {
        let fields = [
            "on", "off", "yes", "no", "y", "2026-01-31", "12:30", "0o17", "0x1F", "1_000", "~", ".inf", "1e400", "99999999999999999999",
        ]
        let text =
            "flows:\n- id: f\n  triggers:\n  - id: t\n    type: timer\n    opts:\n      period: 60\n"
            + fields.enumerated().filter { $1 != "~" }.map { "      k\($0): \($1)\n" }.joined()
            + "      bare: 017\n      float: 1.50\n      quoted: \"5\"\n"
            + "  tasks: [{id: a, type: exec, listen: trigger.good, opts: {cmd: ls}}]\n"
        let options = try self.config(text).flows[0].triggers[0].options
        for (at, word) in fields.enumerated() where !["0o17", "0x1F", "~"].contains(word) { #expect(options["k\(at)"] == .string(word)) }
        #expect(options["k7"] == 15 && options["k8"] == 31 && options["bare"] == 17)
        #expect(options["float"] == .double(1.5) && options["quoted"] == "5")
    }

    @Test
    func `JSON is YAML, and anchors, aliases and merged mappings are followed`() throws {
        let json = #"{"flows": [{"id": "f", "tasks": [{"id": "a", "type": "exec", "listen": "trigger.good", "opts": {"cmd": "ls"}}]}]}"#
        #expect(try self.config(json).flows[0].nodes[0].options == ["cmd": "ls"])
        let yaml = """
            flows:
            - id: f
              tasks:
              - &a {id: a, type: exec, listen: trigger.good, timeout: 5m, opts: &o {cmd: ls}}
              - {<<: *a, id: b, listen: task.a.good}
              - {id: c, type: exec, listen: task.b.good, opts: *o}
            """
        let nodes = try self.config(yaml).flows[0].nodes
        #expect(nodes.map(\.id) == ["a", "b", "c"])
        #expect(nodes[1].timeout == Span(seconds: 300) && nodes[1].listen == ["task.a.good"])
        #expect(nodes[2].options == ["cmd": "ls"])
    }

    @Test
    func `a flow by itself is a configuration too`() throws {
        let config = try self.config("id: f\ntasks: [{id: a, type: exec, listen: trigger.good, secrets: [TOKEN], opts: {cmd: ls}}]\n")
        #expect(config.flows.map(\.id) == ["f"])
    }

    @Test
    func `here-documents without quotes around the delimiter take templates`() throws {
        let shells = [
            "cat <<END\n{{trigger.x}}\nEND\n", "cat <<'END'\nplain\nEND\necho {{trigger.x}}\n", "echo '<<\"END\"' {{trigger.x}}\n",
            "cat <<<'a' {{trigger.x}}\n", "cat <<'A' <<B\nplain\nA\n{{trigger.x}}\nB\n", "# <<'END'\necho {{trigger.x}}\n",
        ]
        for shell in shells {
            let quoted = shell.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            _ = try self.config("flows:\n- {id: f, tasks: [{id: a, type: exec, listen: trigger.good, opts: {shell: \"\(quoted)\"}}]}\n")
        }
    }
}
