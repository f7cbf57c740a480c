import FloeCore
import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(2)))
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
}
