import FloeCore
import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConfigScenarios {
    private static func flows(_ id: String) -> String {
        """
        flows:
          - id: \(id)
            tasks:
              - {id: one, type: exec, listen: trigger.good, opts: {shell: "echo one"}}
        """
    }

    @Test func `the flow file is shown, checked and taken up over the API`() async throws {
        let host = try TestHost(flows: Self.flows("quick"))
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let base = "\(WireClient.base)/config"
        let shown = try await client.get(base).json
        #expect(shown["file"].string == host.folder.file("default.yml"))
        #expect(shown["text"].string?.contains("id: quick") == true)
        #expect(shown["flows"] == .list(["quick"]))

        let good = try await client.post(
            "\(base)/validate", #"{"text": "flows: [{id: a, tasks: [{id: b, type: exec, listen: trigger.good, opts: {cmd: ls}}]}]"}"#)
        #expect(good.status == 200 && good.json["good"] == true && good.json["flows"] == .list(["a"]))
        let bad = try await client.post("\(base)/validate", #"{"text": "flows:\n  - id: a\n    tusks: []"}"#)
        #expect(bad.status == 200 && bad.json["good"] == false)
        #expect(bad.json["problems"][0]["line"] == 3)
        #expect(try await client.post("\(base)/reload", "{}").status == 200)
    }

    @Test func `a flow file that is gone is told, and what was taken up goes on`() async throws {
        let host = try TestHost(flows: Self.flows("quick"))
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let base = "\(WireClient.base)/config"
        try TestCommand.sh("mv default.yml away.yml", in: host.folder.path)
        let gone = try await client.get(base)
        #expect(gone.status == 404 && gone.json["detail"].string?.contains("default.yml") == true, "\(gone.text)")
        #expect(try await client.post("\(base)/reload", "{}").status == 404)
        #expect(try await client.ended(try await client.trigger("quick"))["good"] == true)
        try TestCommand.sh("printf '\\377' > default.yml", in: host.folder.path)
        #expect(try await client.get(base).status == 409)
        try TestCommand.sh("mv away.yml default.yml", in: host.folder.path)
        #expect(try await client.get(base).status == 200)
    }

    @Test func `a file of authorities that holds none is told at the start`() async throws {
        let host = try TestHost(flows: Self.flows("quick"))
        for (file, problem) in [("missing.pem", "cannot be read"), ("empty.pem", "ca")] {
            if file == "empty.pem" { try TestCommand.sh(": > empty.pem", in: host.folder.path) }
            let (status, printed) = try await host.floe(["-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0", "-ca", file])
            #expect(status == 2 && printed.contains(host.folder.file(file)) && printed.contains(problem), "\(printed)")
        }
    }
}
