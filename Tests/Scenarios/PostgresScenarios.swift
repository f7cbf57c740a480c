import FloeCore
import FloeTesting
import Glibc
import Testing

/// A host whose store is a PostgreSQL server of the test's own.
@Suite(.timeLimit(.minutes(3)))
struct PostgresScenarios {
    private static func flows(_ server: PostgresServer, _ schema: String) -> String {
        """
        common:
          store-type: postgres
          store-root: \(server.address(schema: schema))&password=never-shown
        flows:
          - id: two
            tasks:
              - {id: a, type: exec, listen: trigger.good, opts: {shell: "echo one"}}
              - {id: b, type: exec, listen: task.a.good, opts: {shell: "echo two"}}
              - {id: done, type: end, listen: task.b.good}
        """
    }

    @Test func `a server that is killed is told and waited for, and nothing is lost, over a kill of the host too`() async throws {
        let server = try PostgresServer()
        try server.sql("CREATE SCHEMA h1")
        let host = try TestHost(flows: Self.flows(server, "h1"))
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        var accepted: [String] = []
        for _ in 0..<5 { accepted.append(try await client.trigger("two")) }

        server.stop(SIGKILL)
        let refused = try await client.post("\(WireClient.base)/flows/two/runs", #"{"values": {}}"#)
        #expect(refused.status == 503)
        #expect(refused.text.contains("the server cannot be reached"), "\(refused.text)")
        try server.start()
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let answer = try await client.post("\(WireClient.base)/flows/two/runs", #"{"values": {}}"#)
            if answer.status == 202 {
                accepted.append(try #require(answer.json["run"].string))
                break
            }
            #expect(answer.status == 503)
            guard .now < end else { throw Deadline.Passed(description: "the host does not go on: \(answer.text)") }
            try await Task.sleep(for: .milliseconds(50))
        }
        for run in accepted { #expect(try await client.ended(run)["result"] == "good") }

        // Whoever comes while it runs is turned away; once it is killed it goes on where it was.
        let (status, printed) = try await host.floe(["serve", "-host_name=h1", "-root", "other", "-pub_bind=127.0.0.1:0", "-admin", "x"])
        #expect(status != 0 && printed.contains("another floe holds it"), "\(printed)")
        // Hosts that are named to each other do not use one database.
        let named = [
            "serve", "-host_name=h2", "-root", "third", "-pub_bind=127.0.0.1:0", "-admin", "x",
            "-hosts=http://10.0.0.1:1,http://10.0.0.2:1",
        ]
        let (refused2, why) = try await host.floe(named)
        #expect(refused2 != 0 && why.contains("it is that of the host 'h1'") && why.contains("leave 'hosts' out"), "\(why)")
        process.send(SIGKILL)
        _ = try await process.exit()
        var told = process.printed
        (process, client) = try await host.start()
        for run in accepted { #expect(try await client.ended(run)["result"] == "good") }

        told += process.printed + printed
        told += try await client.get("\(WireClient.base)/config").text
        for arguments in [["serve", "--print-config"], ["doctor"], ["backup", "x.tar"], ["validate", "default.yml"]] {
            let rest = arguments[0] == "validate" ? [] : ["-host_name=h1", "-root", "root"]
            let (_, printed) = try await host.floe(arguments + rest)
            told += printed
        }
        #expect(told.contains("pg_dump") && told.contains("postgres://floe:***@"), "\(told)")
        #expect(!told.contains("never-shown"), "\(told)")
    }
}
