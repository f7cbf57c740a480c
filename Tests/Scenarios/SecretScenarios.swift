import FloeCore
import FloeTesting
import Testing

/// What no one may see is seen nowhere.
@Suite(.timeLimit(.minutes(5)))
struct SecretScenarios {
    private static let flows = """
        common:
          secrets: {TOK: {env: SX_TOKEN}, GONE: {env: SX_GONE}}
        flows:
          - id: deploy
            triggers:
              - {id: go, type: data, opts: {form: {fields: [{id: pw, type: secret}, {id: who}]}}}
            tasks:
              - id: use
                type: exec
                listen: trigger.good
                secrets: [TOK]
                opts:
                  env: ["PW={{trigger.pw}}"]
                  shell: 'set -x; echo "$TOK for {{trigger.who}}"; echo "pw is $PW"; printf %s "$TOK" | base64; echo "v=$TOK" >> $FLOE_OUTPUT'
          - id: lacks
            tasks: [{id: x, type: exec, listen: trigger.good, secrets: [GONE], opts: {cmd: 'true'}}]
        """

    @Test func `no file, answer or event of a host holds a secret, of its own or of a form`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start(environment: ["SX_TOKEN": "host-secret-77"])
        let run = try await client.trigger("deploy", #"{"pw": "form-secret-88", "who": "Ada"}"#)
        #expect(try await client.ended(run)["result"] == "good")

        let log = try await client.get("\(WireClient.base)/runs/\(run)/nodes/use/log").text
        #expect(log.contains("*** for Ada") && log.contains("pw is ***"), "\(log)")
        let shown = ["host-secret-77", "form-secret-88", "aG9zdC1zZWNyZXQtNzc"]
        for path in ["", "?limit=5", "/\(run)", "/\(run)/events", "/\(run)/why", "/\(run)/artifacts", "/\(run)/nodes/use/log"] {
            let answer = try await client.get("\(WireClient.base)/runs\(path)")
            #expect(answer.status == 200, "\(path)")
            for secret in shown { #expect(!answer.text.contains(secret), "\(path): \(answer.text)") }
        }
        #expect(try await client.get("\(WireClient.base)/runs/\(run)").text.contains("••••"))
        // Every file of the host, its store and what the store has not taken in yet among them.
        for secret in shown { #expect(try TestCommand.sh("grep -rlaF '\(secret)' root || true", in: host.folder.path) == "") }
        #expect(!shown.contains { process.printed.contains($0) })
    }

    @Test func `a secret that cannot be had is named, and its task does not begin`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("lacks")
        let ended = try await client.ended(run)
        #expect(ended["result"] == "bad")
        #expect(ended.node("x")["outcome"] == "error")
        #expect(ended.node("x")["reason"].string?.contains("SX_GONE") == true, "\(ended.node("x")["reason"])")
    }
}
