import FloeCore
import FloeTesting
import Glibc
import Testing

extension GoesWrongElsewhere {
    @Test func `a store that kill -9 or anything else made unreadable is told and never overwritten`() async throws {
        let host = try TestHost(flows: "flows: [{id: a, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: \"true\"}}]}]")
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        // Killed amid work: all that was answered is there.
        var runs: [String] = []
        for _ in 1...20 { runs.append(try await client.trigger("a")) }
        process.send(SIGKILL)
        _ = try await process.exit()
        let (again, after) = try await host.start()
        for run in runs { #expect(try await after.ended(run)["ref"].string == run) }
        again.send(SIGTERM)
        #expect(try await again.exit() == 0)

        try TestCommand.sh("rm -f root/floe.sqlite-*; yes 'not a store' | head -c 100000 > root/floe.sqlite", in: host.folder.path)
        let before = try TestCommand.sh("sha256sum root/floe.sqlite", in: host.folder.path)
        let refused = try FloeProcess(
            ["-host_name=h1", "-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0"], folder: host.folder.path,
            output: host.folder.file("refused"))
        #expect(try await refused.exit() == 1)
        #expect(refused.printed.contains("floe.sqlite"), "\(refused.printed)")
        #expect(try TestCommand.sh("sha256sum root/floe.sqlite", in: host.folder.path) == before)
    }

    @Test func `active runs end and their resource-tags are let go after a restart`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: hold
                    resource-tags: [lab]
                    tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "until [ -e $FLOEWS/../go ]; do sleep 0.05; done"}}]
                """)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let first = try await client.trigger("hold")
        _ = try await client.run(first, until: "at work") { $0.node("x")["state"] == "running" }
        let second = try await client.trigger("hold")
        #expect(try await client.get("\(WireClient.base)/runs/\(second)").json["state"] == "pending")
        process.send(SIGKILL)
        _ = try await process.exit()
        let (_, after) = try await host.start()
        // The task outlives the host, so its run still holds the tag, and ends when the task does.
        #expect(try await after.get("\(WireClient.base)/runs/\(second)").json["state"] == "pending")
        try TestCommand.sh("touch root/spaces/hold/ws/go", in: host.folder.path)
        #expect(try await after.ended(first)["result"] == "good")
        #expect(try await after.ended(second)["result"] == "good")
        for state in ["active", "pending"] {
            #expect(try await after.get("\(WireClient.base)/runs?state=\(state)").json["runs"] == .list([]))
        }
    }

    @Test func `a good event nobody hears does not make the run good while another branch fails`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: two
                    tasks:
                      - {id: fine, type: exec, listen: trigger.good, opts: {cmd: "true"}}
                      - {id: poor, type: exec, listen: trigger.good, opts: {shell: "until [ -e ../fine ]; do sleep 0.05; done; exit 3"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("two")
        _ = try await client.run(run, until: "half done") { $0.node("fine")["state"] == "ended" }
        #expect(try await client.get("\(WireClient.base)/runs/\(run)").json["state"] == "active")
        try TestCommand.sh("touch root/spaces/two/ws/fine", in: host.folder.path)
        let ended = try await client.ended(run)
        #expect(ended["result"] == "bad" && ended["reason"] == "unheard")
        #expect(ended["detail"].string?.contains("poor") == true)
    }

    @Test func `push/data says that a flow is not known, and gives the run of one that is`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: form
                    triggers: [{id: start, type: data, opts: {form: {fields: [{id: who, required: true}]}}}]
                    tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        func push(_ flow: String) async throws -> WireClient.Answer {
            try await client.post(
                "\(WireClient.base)/push/data", #"{"ref": {"id": "\#(flow)", "ver": 1}, "form": {"id": "start", "values": {"who": "Ada"}}}"#
            )
        }
        let unknown = try await push("from")
        #expect(unknown.status == 404)
        #expect(unknown.text.contains("from"), "\(unknown.text)")
        let known = try await push("form")
        #expect(known.status == 202)
        #expect(try await client.ended(try #require(known.json["run"].string))["result"] == "good")
        #expect(try await client.get("\(WireClient.base)/runs").json["runs"].list?.count == 1)
    }

    @Test(arguments: ["", "common: {hosts: []}"])
    func `runs are shown where no hosts are named`(common: String) async throws {
        let host = try TestHost(
            flows: "\(common)\nflows: [{id: a, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: \"true\"}}]}]")
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("a")
        _ = try await client.ended(run)
        let list = try await client.get("\(WireClient.base)/runs?state=archive").json["runs"].list
        #expect(list?.map { $0["ref"].string } == [run])
        #expect(try await client.get("\(WireClient.base)/flows/a").text.contains(run))
    }

    @Test func `cancel and timeouts exist, and leave no process`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - {id: cancel, tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "sleep 613 & echo $$ $! > pids; wait"}}]}
                  - {id: run, timeout: 1, tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "sleep 613 & echo $$ $! > pids; wait"}}]}
                  - {id: node, tasks: [{id: x, type: exec, timeout: 1, listen: trigger.good, opts: {shell: "sleep 613 & echo $$ $! > pids; wait"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        for (flow, result, reason) in [("cancel", "cancelled", "person"), ("run", "bad", "timed-out"), ("node", "bad", "unheard")] {
            let run = try await client.trigger(flow)
            let folder = host.folder.file("root/spaces/\(flow)/ws/\(run)")
            if flow == "cancel" {
                let files = host.folder
                try await Deadline.until("its start") { files.text("root/spaces/cancel/ws/\(run)/pids")?.isEmpty == false }
                #expect(try await client.post("\(WireClient.base)/runs/\(run)/cancel").status == 202)
            }
            let ended = try await client.ended(run)
            #expect(ended["result"].string == result && ended["reason"].string == reason, "\(flow): \(ended["result"]) \(ended["reason"])")
            try TestCommand.sh(
                "for pid in $(cat pids 2>/dev/null); do if kill -0 $pid 2>/dev/null; then echo $pid lives; exit 1; fi; done", in: folder)
        }
    }

    @Test func `there is no admin with a password that everybody knows, and no two hosts share a token`() async throws {
        var tokens: Set<String> = []
        for _ in 1...2 {
            let host = try TestHost(flows: "flows: []")
            let (_, client) = try await host.start(admin: false)
            let anonymous = WireClient(port: client.port)
            for body in [
                #"{"user": "admin", "password": "password"}"#, #"{"User": "admin", "Password": "password"}"#, #"{"token": "password"}"#,
                #"{"token": ""}"#, "{}",
            ] {
                let answer = try await anonymous.post("\(WireClient.base)/login", body)
                #expect((400..<500).contains(answer.status) && answer.headers["set-cookie"] == nil, "\(body): \(answer.status)")
            }
            for token in ["", "admin", "password", "floe"] {
                #expect(try await WireClient(port: client.port, headers: ["X-Floe-Auth": token]).get("\(WireClient.base)/me").status == 401)
            }
            tokens.insert(try #require(host.folder.text("root/admin.token")))
        }
        #expect(tokens.count == 2)
    }

    @Test func `no page of another site may read an answer`() async throws {
        let host = try TestHost(flows: "flows: []")
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        for path in [
            "\(WireClient.base)/flows", "\(WireClient.base)/none", "/healthz", "/app/dash", "/metrics", "\(WireClient.base)/login",
        ] {
            for method in ["GET", "OPTIONS"] {
                let answer = try await client.send(
                    method, path, ["Origin": "https://evil.example", "Access-Control-Request-Method": "POST"])
                #expect(!answer.headers.keys.contains { $0.hasPrefix("access-control-") }, "\(method) \(path)")
            }
        }
    }

    @Test func `a timer task waits`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: pause
                    tasks:
                      - {id: wait, type: timer, listen: trigger.good, opts: {period: 1}}
                      - {id: x, type: exec, listen: task.wait.good, opts: {cmd: "true"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let clock = ContinuousClock.now
        let run = try await client.trigger("pause")
        #expect(try await client.ended(run)["result"] == "good")
        #expect(ContinuousClock.now - clock >= .seconds(1))
    }
}
