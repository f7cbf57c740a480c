import FloeCore
import FloeTesting
import Testing

/// See `AnchorTable`.
@Suite("Must stay true", .timeLimit(.minutes(5)))
struct MustStayTrue {
    @Test func `ids are made from names and names from ids; an id with a dot or a space, and neither of both, are errors`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - name: " .My Flow.v2- "
                    tasks:
                      - {name: Run It.All, type: exec, listen: trigger.good, opts: {cmd: "true"}}
                      - {id: by-id, type: exec, listen: task.run-it-all.good, opts: {cmd: "true"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("my-flow-v2")
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good")
        #expect(ended.node("run-it-all")["name"] == "Run It.All")
        #expect(ended.node("by-id")["name"] == "by-id")
        for (task, problem) in [("id: a.b", "a.b"), ("id: a b", "a b"), ("good: [0]", "id")] {
            let wrong = try TestHost(flows: "flows: [{id: f, tasks: [{\(task), type: exec, listen: trigger.good, opts: {cmd: x}}]}]")
            let (status, printed) = try await wrong.floe(["validate", "default.yml"])
            #expect(status == 2 && printed.contains("error:") && printed.contains(problem), "\(printed)")
        }
    }

    @Test func `tags are trigger.good, task.ID.good, bad or error, and merge.ID.good; event ids grow from 1; runs print HOST-N`()
        async throws
    {
        let host = try TestHost(
            flows: """
                flows:
                  - id: tags
                    tasks:
                      - {id: fine, type: exec, listen: trigger.good, opts: {cmd: "true"}}
                      - {id: poor, type: exec, listen: trigger.good, opts: {cmd: "false"}}
                      - {id: none, type: exec, listen: trigger.good, opts: {cmd: no-such-program}}
                      - {id: all, class: merge, wait: [task.fine.good, task.poor.bad, task.none.error]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        #expect(try await client.trigger("tags") == "h1-1")
        _ = try await client.ended("h1-1")
        let events = try await client.events("h1-1")
        let tags = events.map { $0["tag"].string ?? "" }
        #expect(
            Set(tags.filter { !$0.hasPrefix("sys.") }) == [
                "trigger.good", "task.fine.good", "task.poor.bad", "task.none.error", "merge.all.good",
            ])
        #expect(events.map { $0["id"] } == (1...events.count).map { .int(Int64($0)) })
        #expect(try await client.trigger("tags") == "h1-2")
    }

    @Test func `a run adds itself to the pending, is activated and removed from them, its nodes start and tell, and all ends`() async throws
    {
        let host = try TestHost(
            flows: """
                flows:
                  - id: life
                    tasks:
                      - {id: first, type: exec, listen: trigger.good, opts: {cmd: "true"}}
                      - {id: second, type: exec, listen: task.first.good, opts: {cmd: "true"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("life")
        _ = try await client.ended(run)
        let told = try await client.events(run).map { event in
            let more = event["tag"] == "sys.state" ? event["values"]["state"] : event["node"]
            return "\(event["tag"].string ?? "") \(more.string ?? "")"
        }
        #expect(
            told == [
                "sys.state add-pend", "sys.state activate", "sys.state remove-pend", "trigger.good ", "sys.node.start first",
                "task.first.good first", "sys.node.start second", "task.second.good second", "sys.end.all ", "sys.state archive",
            ])
    }

    @Test func `a data node emits sys.data.required and goes on when it is answered`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: ask
                    tasks:
                      - {id: ok, type: data, listen: trigger.good, opts: {form: {fields: [{id: who, required: true}]}}}
                      - {id: on, type: exec, listen: task.ok.good, opts: {shell: "echo it was {{task.ok.who}}"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("ask")
        _ = try await client.run(run, until: "asking") { $0.node("ok")["state"] == "waiting" }
        let required = try await client.events(run).last
        #expect(required?["tag"] == "sys.data.required" && required?["node"] == "ok")
        let form = #"{"ref": {"id": "ask", "ver": 1}, "run": "\#(run)", "form": {"id": "ok", "values": {"who": "Ada"}}}"#
        #expect(try await client.post("\(WireClient.base)/push/data", form).status == 202)
        #expect(try await client.ended(run)["result"] == "good")
        #expect(try await client.get("\(WireClient.base)/runs/\(run)/nodes/on/log").text.contains("it was Ada"))
    }

    @Test func `a workspace is spaces/FLOW/ws/HOST-N or ws/single, FLOEWS names it, and the flow's env comes before the node's`()
        async throws
    {
        let host = try TestHost(
            flows: """
                flows:
                  - id: own
                    env: [A=flow, B=flow]
                    tasks:
                      - {id: x, type: exec, listen: trigger.good, opts: {shell: 'pwd; echo "$FLOEWS $A $B $C"', env: [B=node-$A, C=node]}}
                  - id: one
                    reuse-space: true
                    tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "echo $FLOEWS; echo x >> seen; wc -l < seen"}}]
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let spaces = host.folder.file("root/spaces")
        let own = try await client.trigger("own")
        #expect(try await client.ended(own)["result"] == "good")
        #expect(try await client.output(own, "x") == "\(spaces)/own/ws/h1-1\n\(spaces)/own/ws/h1-1 flow node-flow node\n")
        for count in 1...2 {
            let run = try await client.trigger("one")
            #expect(try await client.ended(run)["result"] == "good")
            #expect(try await client.output(run, "x") == "\(spaces)/one/ws/single\n\(count)\n")
        }
    }

    @Test func `cmd is program and argument, shell is bash, output starts with the command line, what cannot start is never good`()
        async throws
    {
        let host = try TestHost(
            flows: """
                flows:
                  - id: exec
                    tasks:
                      - {id: cmd, type: exec, listen: trigger.good, opts: {cmd: echo  two   words}}
                      - {id: shell, type: exec, listen: trigger.good, opts: {shell: 'a=(x y); echo ${a[1]} $0'}}
                      - {id: none, type: exec, listen: trigger.good, good: [0, 1, 127], opts: {cmd: no-such-program}}
                      - {id: all, class: merge, wait: [task.cmd.good, task.shell.good, task.none.error]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("exec")
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good", "\(ended["detail"])")
        #expect(try await client.log(run, "cmd") == "$ echo two words\ntwo words\n")
        #expect(try await client.log(run, "shell") == "$ a=(x y); echo ${a[1]} $0\ny bash\n")
        #expect(ended.node("none")["outcome"] == "error" && ended.node("none")["good"] == .bool(false))
    }

    @Test func `{{ws}} and ./x are the workspace, K=./x too; ./... stays, a dot alone is the workspace; ~ and %tmp in paths`() async throws
    {
        let host = try TestHost(
            flows: """
                flows:
                  - id: paths
                    tasks:
                      - id: x
                        type: exec
                        listen: trigger.good
                        opts: {cmd: echo, args: ["{{ws}}/a", ./b, K=./c, ./..., ., ../d, .e]}
                      - {id: home, type: fetch, listen: trigger.good, opts: {url: "http://127.0.0.1:1/f", location: "~/f"}}
                      - {id: temp, type: fetch, listen: trigger.good, opts: {url: "http://127.0.0.1:1/f", location: "%tmp/f"}}
                      - {id: all, class: merge, wait: [task.x.good, task.home.error, task.temp.error]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("paths")
        let ended = try await client.ended(run)
        let ws = host.folder.file("root/spaces/paths/ws/\(run)")
        #expect(try await client.output(run, "x") == "\(ws)/a \(ws)/b K=\(ws)/c ./... \(ws) ../d .e\n")
        // Neither may be written to, which is told with what they stand for.
        #expect(ended.node("home")["reason"].string?.contains("\(host.folder.path)/f") == true, "\(ended.node("home")["reason"])")
        #expect(ended.node("temp")["reason"].string?.contains("/tmp/f") == true, "\(ended.node("temp")["reason"])")
    }

    @Test func `tags of the host are a superset of those of the flow, and none means any`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - {id: any, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
                  - {id: fits, host-tags: [go, linux], tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
                  - {id: lacks, host-tags: [go, mainframe], tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(["-tags", "linux,go,arm"])
        let lacks = try await client.trigger("lacks")
        #expect(try await client.ended(try await client.trigger("any"))["result"] == "good")
        #expect(try await client.ended(try await client.trigger("fits"))["result"] == "good")
        #expect(try await client.get("\(WireClient.base)/runs/\(lacks)").json["state"] == "pending")
        #expect(try await client.get("\(WireClient.base)/runs/\(lacks)/why").text.contains("mainframe"))
    }
}
