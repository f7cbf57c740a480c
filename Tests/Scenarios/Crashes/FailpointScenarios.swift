import FloeCore
import FloeTesting
import Glibc
import Testing

/// Single faults at named points.
@Suite(.timeLimit(.minutes(2)))
struct FailpointScenarios {
    private static let flows = """
        flows:
          - id: two
            tasks:
              - {id: a, type: exec, listen: trigger.good, retry: {attempts: 3, when: [lost]}, opts: {shell: "echo one"}}
              - {id: b, type: exec, listen: task.a.good, retry: {attempts: 3, when: [lost]}, opts: {shell: "echo two"}}
              - {id: done, type: end, listen: task.b.good}
        """

    @Test func `a name that is no failpoint is told`() async throws {
        let host = try TestHost(flows: Self.flows)
        let process = try FloeProcess(
            ["version"], folder: host.folder.path, output: host.folder.file("printed"), environment: ["FLOE_FAILPOINT": "store.comit"])
        #expect(try await process.exit() == 2)
        #expect(process.printed.contains("there is no failpoint 'store.comit'; there are private-file.write, store.opened"))
    }

    @Test(arguments: ["store.commit", "store.written", "store.committed"], ["enospc", "eio"])
    func `a commit that fails is refused, and asked again gives one run`(_ point: String, _ error: String) async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        // Several in a row, so that a request meets one whatever else is stored meanwhile.
        let plan = (2...9).map { "\(point):\($0):\(error)" }.joined(separator: ",")
        let (process, client) = try await host.start(environment: ["FLOE_FAILPOINT": plan])
        var refused = 0
        var runs: Set<String> = []
        for key in 1...6 {
            let end = ContinuousClock.now + .seconds(30)
            while true {
                let answer = try await client.post(
                    "\(WireClient.base)/flows/two/runs", #"{"values": {}}"#, headers: ["Idempotency-Key": "k\(key)"])
                if let run = answer.json["run"].string, answer.status == 202 {
                    runs.insert(run)
                    break
                }
                #expect(answer.status == 503, "\(answer.text)")
                #expect(answer.text.contains(error == "eio" ? "the disk failed" : "the disk is full"), "\(answer.text)")
                refused += 1
                guard .now < end else { throw Deadline.Passed(description: "the host does not take up work again: \(answer.text)") }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(refused > 0)
        for run in runs { #expect(try await client.ended(run)["result"] == "good") }
        let list = try await client.get("\(WireClient.base)/runs?limit=100").json["runs"].list ?? []
        #expect(Set(list.compactMap { $0["ref"].string }) == runs)
        #expect(list.count == 6)
        process.send(SIGTERM)
        #expect(try await process.exit() == 0)
    }

    @Test func `an admin token that was half written is made anew`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        await #expect(throws: (any Error).self) {
            _ = try await host.start(admin: false, environment: ["FLOE_FAILPOINT": "private-file.write:1:short"])
        }
        #expect(try TestCommand.sh("stat -c %s root/admin.token.new", in: host.folder.path) == "32")
        let (_, client) = try await host.start(admin: false)
        let token = try #require(host.folder.text("root/admin.token"))
        #expect(token.utf8.count == 65)
        let named = WireClient(port: client.port, headers: ["X-Floe-Auth": String(token.dropLast())])
        #expect(try await named.get("\(WireClient.base)/flows").status == 200)
    }

    @Test func `a host that is killed again and again while it starts loses nothing`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        var runs: [String] = []
        for _ in 0..<20 { runs.append(try await client.trigger("two")) }
        process.send(SIGKILL)
        _ = try await process.exit()
        for point in ["store.opened", "hub.recover", "hub.start", "hub.start:3", "hub.recovered", "store.commit", "store.committed"] {
            for _ in 1...2 {
                let next = try? await host.start(environment: ["FLOE_FAILPOINT": point]).0
                // The point may lie behind what this start has to do.
                next?.send(SIGKILL)
                if let next { #expect(try await next.exit() == 128 + SIGKILL, "\(point)") }
            }
        }
        (process, client) = try await host.start()
        for run in runs { #expect(try await client.ended(run)["result"].string != nil, "\(run)") }
        let list = try await client.get("\(WireClient.base)/runs?limit=100").json["runs"].list ?? []
        #expect(list.compactMap { $0["ref"].string }.sorted() == runs.sorted())
    }
}
