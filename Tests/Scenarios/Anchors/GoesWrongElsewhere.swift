import FloeCore
import FloeTesting
import Glibc
import Testing

/// Each was seen in the Go program; see `AnchorTable`.
@Suite("Goes wrong elsewhere", .timeLimit(.minutes(3)))
struct GoesWrongElsewhere {
    /// Two hundred nodes and their merge.
    private static let fan = """
        flows:
          - id: fan
            tasks:
        \((1...200).map { "      - {id: n\($0), type: exec, listen: trigger.good, opts: {cmd: \"true\"}}" }.joined(separator: "\n"))
              - {id: all, class: merge, wait: [\((1...200).map { "task.n\($0).good" }.joined(separator: ", "))]}
              - {id: done, type: end, listen: merge.all.good}
        """

    @Test func `no run is lost from the lists when 100 end together`() async throws {
        let host = try TestHost(
            flows: """
                common: {task-slots: 100}
                flows:
                  - id: gate
                    tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "until [ -e $FLOEWS/../gate ]; do sleep 0.1; done"}}]
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        var started: Set<String> = []
        for _ in 1...100 { started.insert(try await client.trigger("gate")) }
        #expect(started.count == 100)
        func refs(_ query: String) async throws -> Set<String> {
            let runs = try await client.get("\(WireClient.base)/\(query)").json["runs"].list ?? []
            #expect(Set(runs.map { $0["ref"].string }).count == runs.count, "a run is listed twice")
            return Set(runs.compactMap { $0["ref"].string })
        }
        #expect(try await refs("runs?state=active&limit=500").union(try await refs("runs?state=pending&limit=500")) == started)
        // All the while each is in some list.
        try TestCommand.sh("mkdir -p root/spaces/gate/ws && touch root/spaces/gate/ws/gate", in: host.folder.path)
        while true {
            let all = try await client.get("\(WireClient.base)/runs?limit=500").json["runs"].list ?? []
            #expect(Set(all.compactMap { $0["ref"].string }) == started)
            if all.allSatisfy({ $0["state"] == "archive" }) { break }
        }
        #expect(try await refs("runs?state=archive&limit=500") == started)
        #expect(try await refs("runs?state=active&limit=500").isEmpty)
        #expect(try await refs("runs?state=pending&limit=500").isEmpty)
        #expect(try await client.get("\(WireClient.base)/runs?good=true&limit=500").json["runs"].list?.count == 100)
    }

    @Test func `the process outlives a fan-out with a merge while web-socket clients vanish, and events come in order`() async throws {
        let host = try TestHost(flows: Self.fan)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let reader = try WebSocketClients(.reads, port: client.port)
        let vanishing = try WebSocketClients(.vanishes, port: client.port)
        let runs = [try await client.trigger("fan"), try await client.trigger("fan"), try await client.trigger("fan")]
        for run in runs { #expect(try await client.ended(run)["result"] == "good") }
        try await Deadline.until("the last event") {
            reader.events.count { $0["tag"] == "sys.state" && $0["values"]["state"] == "archive" } == runs.count
        }
        #expect(vanishing.gone > 50)
        for run in runs {
            let heard = reader.events.filter { $0["run"].string == run && $0["id"] != .null }.map { $0["id"] }
            #expect(heard == (1...heard.count).map { .int(Int64($0)) })
            #expect(heard == (try await client.events(run)).map { $0["id"] })
        }
        #expect(kill(process.id, 0) == 0)
        #expect(try await client.get("/healthz").status == 200)
    }

    @Test func `a client that never reads costs little memory and starves nobody`() async throws {
        let host = try TestHost(flows: Self.fan)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        func memory() throws -> Int { try Int(TestCommand.sh("awk '/^VmRSS/ {print $2}' /proc/\(process.id)/status")) ?? 0 }
        // What the first run takes is not theirs.
        #expect(try await client.ended(try await client.trigger("fan"))["result"] == "good")
        let before = try memory()
        let deaf = try (1...10).map { _ in try WebSocketClients(.never, port: client.port) }
        let reader = try WebSocketClients(.reads, port: client.port)
        let runs = 6
        for _ in 1...runs { #expect(try await client.ended(try await client.trigger("fan"))["result"] == "good") }
        try await Deadline.until("the last event") {
            reader.events.count { $0["tag"] == "sys.state" && $0["values"]["state"] == "archive" } == runs
        }
        // Kilobytes: ten that never read.
        #expect(try memory() - before < 40 << 10)
        withExtendedLifetime(deaf) {}
    }

    @Test func `an address that cannot be fetched ends its node, not the process`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: fetch
                    tasks:
                      - {id: closed, type: fetch, listen: trigger.good, opts: {url: "http://127.0.0.1:1/x"}}
                      - {id: unknown, type: fetch, listen: trigger.good, opts: {url: "http://no-such-host.invalid/x"}}
                      - {id: all, class: merge, wait: [task.closed.bad, task.unknown.bad]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let ended = try await client.ended(try await client.trigger("fetch"))
        #expect(ended["result"] == "good", "\(ended)")
        for (node, place) in [("closed", "127.0.0.1:1"), ("unknown", "no-such-host.invalid")] {
            #expect(ended.node(node)["reason"].string?.contains(place) == true, "\(ended.node(node)["reason"])")
        }
        #expect(try await client.get("/healthz").status == 200)
    }

    @Test func `signing in in parallel gives each a session of its own`() async throws {
        let host = try TestHost(flows: "flows: []")
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let anonymous = WireClient(port: client.port)
        let cookies = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 1...60 {
                group.addTask {
                    let answer = try await anonymous.post("\(WireClient.base)/login", #"{"token": "\#(TestHost.admin)"}"#)
                    return answer.headers["set-cookie"].map { String($0.prefix { $0 != ";" }) }
                }
            }
            return try await group.reduce(into: [String]()) { if let cookie = $1 { $0.append(cookie) } }
        }
        #expect(Set(cookies).count == 60)
        for cookie in cookies {
            #expect(try await WireClient(port: client.port, headers: ["Cookie": cookie]).get("\(WireClient.base)/me").status == 200)
        }
    }

    @Test func `60 queued runs start as many processes as there are slots, not 60`() async throws {
        let host = try TestHost(
            flows: """
                common: {task-slots: 4}
                flows:
                  - id: many
                    tasks:
                      - id: x
                        type: exec
                        listen: trigger.good
                        opts: {shell: "cd ..; mkdir -p at; mkdir at/$FLOE_RUN; ls at | wc -l; sleep 0.05; rmdir at/$FLOE_RUN"}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        var runs: [String] = []
        for _ in 1...60 { runs.append(try await client.trigger("many")) }
        var most = 0
        for run in runs {
            #expect(try await client.ended(run)["result"] == "good")
            most = max(most, Int(try await client.output(run, "x").filter(\.isNumber)) ?? 0)
        }
        #expect((1...4).contains(most), "\(most) at one time")
    }
}
