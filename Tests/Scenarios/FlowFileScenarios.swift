import FloeCore
import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FlowFileScenarios {
    @Test func `the tasks of a flow file are loaded when a run needs them`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - {id: elsewhere, flow-file: flows/tasks.yml}
                  - {id: remote, flow-file: "https://example.org/tasks.yml"}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()

        let missing = try await client.run(try await client.trigger("elsewhere"), until: "archived") { $0["state"] == "archive" }
        #expect(missing["result"] == "bad")
        #expect(missing["reason"] == "flow-file")
        #expect(missing["detail"].string?.contains("flows/tasks.yml") == true)

        try TestCommand.sh(
            "mkdir flows; echo 'tasks: [{id: work, type: exec, listen: trigger.good, opts: {shell: \"echo loaded\"}}]' > flows/tasks.yml",
            in: host.folder.path)
        let loaded = try await client.run(try await client.trigger("elsewhere"), until: "archived") { $0["state"] == "archive" }
        #expect(loaded["result"] == "good", "\(loaded["detail"])")
        #expect(loaded.node("work")["state"] == "ended")

        try TestCommand.sh("echo 'tasks: [{id: work, typ: exec}]' > flows/tasks.yml", in: host.folder.path)
        let broken = try await client.run(try await client.trigger("elsewhere"), until: "archived") { $0["state"] == "archive" }
        #expect(broken["reason"] == "flow-file")
        #expect(broken["detail"].string?.contains("flows/tasks.yml:1:") == true)

        let answer = try await client.post("\(WireClient.base)/flows/remote/runs", #"{"values": {}}"#)
        if answer.status == 202, let run = answer.json["run"].string {
            let remote = try await client.run(run, until: "archived") { $0["state"] == "archive" }
            #expect(remote["reason"] == "flow-file")
            #expect(remote["detail"].string?.contains("not in this version") == true)
        } else {
            #expect(answer.text.contains("not in this version"))
        }
    }

    @Test func `the log can be JSON, one object a line`() async throws {
        let host = try TestHost(flows: "flows: [{id: a, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: uptime}}]}]")
        defer { withExtendedLifetime(host) {} }
        let (process, _) = try await host.start(["-log_format=json"])
        let line = try #require(process.printed.split(separator: "\n").first { $0.hasPrefix("{") })
        #expect(line.contains(#""level":"info""#))
        #expect(line.contains(#""message":"#))
        #expect(line.hasSuffix("}"))
    }
}
