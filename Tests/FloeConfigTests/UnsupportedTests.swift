import FloeConfig
import FloeCore
import Testing

/// What is of the language and not of this version is checked, listed, and stops only what uses it.
struct UnsupportedTests {
    private func config(_ text: String) throws -> (ConfigFile, [String]) {
        let (config, problems) = ConfigReader.read(text: text, file: "f.yml")
        return (try #require(config, "\(problems)"), problems.map(\.description))
    }

    @Test(arguments: [
        ("type: git-merge", "the task type 'git-merge'"),
        ("type: package, opts: {install: [nginx]}", "the task type 'package'"),
        ("type: service, opts: {service: nginx, action: restart}", "the task type 'service'"),
        ("type: file, opts: {path: /etc/motd, content: hi}", "the task type 'file'"),
        ("type: reboot", "the task type 'reboot'"),
        ("type: shutdown", "the task type 'shutdown'"),
        ("type: cell, opts: {anything: [1]}", "the task type 'cell'"),
        ("type: nix, opts: {do: build}", "the task type 'nix'"),
        ("type: exec, opts: {cmd: ls}, matrix: {os: [a, b]}", "'matrix'"),
        ("type: exec, opts: {cmd: ls}, cache: {key: x, paths: [y]}", "'cache'"),
        ("type: exec, opts: {cmd: ls}, container: debian", "'container'"),
        ("type: exec, opts: {cmd: ls}, targets: {tags: [web]}", "'targets' of more than one host"),
        ("type: exec, opts: {cmd: ls}, targets: {explicit_host_ids: [a, b]}", "'targets' of more than one host"),
        ("type: exec, opts: {cmd: ls}, targets: '@web'", "'targets' of more than one host"),
        ("type: exec, opts: {cmd: ls}, targets: web1, artifacts: [out]", "'artifacts' of a task with 'targets'"),
        ("type: exec, opts: {cmd: ls}, targets: tag=web, rollout: {batch: 10%, max-fail: 5%}", "'targets' of more than one host,'rollout'"),
        ("type: exec, opts: {cmd: ls}, targets: tag=web, inputs: [out/*]", "'targets' of more than one host,'inputs'"),
    ])
    func `a task of a later version loads, and its flow is not to be started`(_ task: (lines: String, what: String)) throws {
        let (config, problems) = try self.config("flows:\n- id: f\n  tasks:\n  - {id: x, listen: trigger.good, \(task.lines)}\n")
        #expect(problems == [])
        let key = FlowKey(id: "f", version: 1)
        #expect(config.unsupported.of(key).map(\.what).joined(separator: ",") == task.what)
        #expect(config.unsupported.byFlow[key]?.first?.hasPrefix("flow 'f', task 'x': ") == true)
        #expect(config.unsupported.ofHost.isEmpty)
    }

    @Test(arguments: [
        ("type: poll-git, opts: {url: x}", "the trigger type 'poll-git'"),
        ("type: git-push, opts: {url: x, paths: [a]}", "the trigger type 'git-push'"),
        ("type: webhook, opts: {scheme: token, values: {a: /b}}", "the trigger type 'webhook'"),
        ("type: timer, opts: {cron: '@daily', zone: Europe/Rome, missed: last, window: 1h}", "'cron'"),
    ])
    func `a trigger of a later version loads with a warning and never fires`(_ trigger: (lines: String, what: String)) throws {
        let text = "flows:\n- id: f\n  triggers:\n  - {id: t, \(trigger.lines)}\n  tasks: [{id: a, listen: trigger.good, type: end}]\n"
        let (config, problems) = try self.config(text)
        #expect(problems.count == 1)
        let told = "warning: \(trigger.what) is not in this version: the trigger 't' never fires; start the flow by a data or timer trigger"
        #expect(problems.first?.hasSuffix(told) == true)
        let key = FlowKey(id: "f", version: 1)
        #expect(config.unsupported.hasInert(trigger: "t", of: key))
        #expect(config.unsupported.of(key).isEmpty)
        #expect(config.flows[0].triggers.map(\.id) == ["t"])
    }

    @Test(arguments: [
        ("store-type: ec2", "the store type 'ec2'"),
        ("store-type: s3", "the store type 's3'"), ("config-path: https://h/x.yml", "'config-path'"),
    ])
    func `a host that cannot be as the file wants is not to be started`(_ setting: (lines: String, what: String)) throws {
        let (config, problems) = try self.config("common:\n  \(setting.lines)\nflows: []\n")
        #expect(problems == [])
        #expect(config.unsupported.ofHost.map(\.what) == [setting.what])
        #expect(config.unsupported.first?.message == "common: \(setting.what) is not in this version")
    }

    @Test
    func `flow files from elsewhere and sealed secrets stop the flows that use them`() throws {
        let (config, problems) = try self.config(
            """
            common:
              secrets: {A: "sealed:abc", B: {env: B}}
            flows:
            - {id: http, flow-file: "https://h/floe.yml"}
            - {id: git, flow-file: "git@h:a.git/floe.yml"}
            - {id: here, flow-file: ./floe.yml}
            - {id: sealed, tasks: [{id: x, type: exec, listen: trigger.good, secrets: [A, B], opts: {cmd: ls}}]}
            - {id: open, tasks: [{id: x, type: exec, listen: trigger.good, secrets: [B], opts: {cmd: ls}}]}
            - id: asks
              triggers: [{id: t, type: data, opts: {form: {fields: [{id: a, type: secret}]}}}]
              tasks: [{id: x, type: data, listen: trigger.good, opts: {form: {fields: [{id: b}, {id: c, type: secret}]}}}]
            - {id: given, params: [{id: a, type: secret}], tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: ls}}]}
            - {id: none, tasks: [{id: x, type: exec, listen: trigger.good, secrets: [], opts: {cmd: ls}}]}
            """)
        #expect(problems == [])
        #expect(
            config.unsupported.map(\.message) == [
                "flow 'http': a flow file over http is not in this version", "flow 'git': a flow file in git is not in this version",
                "flow 'sealed', task 'x': the sealed secret 'A' is not in this version",
            ])
        #expect(config.unsupported.allSatisfy { if case .flow = $0.scope { true } else { false } })
    }

    @Test
    func `what can be left out is left out with a warning`() throws {
        let (config, problems) = try self.config(
            "common:\n  notify: [{type: slack, url: https://h, secret: x}]\n  scenarios: s\nhosts: {a: {ssh: b}}\nflows: []\n")
        #expect(
            problems == [
                "f.yml:2:3: warning: 'notify' is not in this version, and is left out; remove it",
                "f.yml:2:50: warning: 'secret' names none of common.secrets, and is taken as the secret itself; "
                    + "put it under common.secrets and give its name here",
                "f.yml:3:3: warning: 'scenarios' is not in this version, and is left out; remove it",
                "f.yml:4:1: warning: 'hosts' is not in this version, and is left out; remove it",
            ])
        #expect(config.unsupported.allSatisfy { $0.scope == .leftOut } && config.unsupported.count == 3)
    }

    @Test
    func `keys without effect and flows that are not there are warned of`() throws {
        let (_, problems) = try self.config(
            """
            flows:
            - id: f
              triggers: [{id: t, type: flow, opts: {flow: biuld}}]
              tasks:
              - {id: nap, type: timer, listen: trigger.good, timeout: 5, use-status: true, opts: {period: 5}}
              - {id: call, type: flow, listen: task.nap.good, opts: {flow: zzz}}
            - {id: build}
            """)
        #expect(
            problems == [
                "f.yml:3:47: warning: there is no flow 'biuld' in this file; add it, or make sure that it is there (did you mean 'build'?)",
                "f.yml:5:50: warning: 'timeout' has no effect on 'nap', which is of type timer; remove it",
                "f.yml:5:62: warning: 'use-status' has no effect on 'nap', which is of type timer; remove it",
                "f.yml:6:64: warning: there is no flow 'zzz' in this file; add it, or make sure that it is there",
                "f.yml:7:3: warning: flow 'build' has no tasks; add 'tasks', or a 'flow-file' that has them",
            ])
    }
}
