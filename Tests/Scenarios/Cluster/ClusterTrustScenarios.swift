import FloeCore
import FloeTesting
import Glibc
import Testing

/// Hosts that do not fit each other, or do not believe each other: both sides say so, and they are one cluster when it is mended.
@Suite(.timeLimit(.minutes(5))) struct ClusterTrustScenarios {
    private static let flows = """
        flows:
        - {id: there, host-tags: [gpu], tasks: [{id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "on $FLOE_HOST"'}}]}
        - {id: locked, resource-tags: [db], tasks: [{id: work, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
        """

    private func cluster() throws -> TestCluster { try TestCluster(Self.flows, tags: ["linux", "linux,gpu"]) }

    /// Waits until a host says these of the other ones.
    private func says(_ texts: [String], at: Int, of cluster: TestCluster) async throws {
        var told = ""
        do {
            try await Eventually.holds("h\(at + 1) says it", within: .seconds(40)) {
                told = try await cluster.client(at).get("\(WireClient.base)/hosts").text
                return texts.allSatisfy { told.contains($0) }
            }
        } catch { Issue.record("h\(at + 1) does not say \(texts): \(told)") }
    }

    @Test func `hosts talk over TLS on binds of their own, and believe only whom they are told to`() async throws {
        let cluster = try self.cluster()
        let ports = [try FreePort.take(), try FreePort.take()]
        for (at, (chain, key)) in [
            (TestCertificates.firstChain, TestCertificates.firstKey), (TestCertificates.secondChain, TestCertificates.secondKey),
        ].enumerated() {
            try TestCommand.sh(
                "cat > h\(at + 1).crt <<'END'\n\(chain)\nEND\ncat > h\(at + 1).key <<'END'\n\(key)\nEND", in: cluster.folder.path)
            cluster.hosts[at].address = "https://127.0.0.1:\(ports[at])"
            cluster.hosts[at].own = [
                "-prv_bind=127.0.0.1:\(ports[at])", "-prv_cert=\(cluster.folder.file("h\(at + 1).crt"))",
                "-prv_key=\(cluster.folder.file("h\(at + 1).key"))", "-ca=\(cluster.folder.file("ca.crt"))",
            ]
        }
        // One that knows only itself dials, and hangs up.
        try TestCommand.sh("cp h1.crt ca.crt", in: cluster.folder.path)
        for at in 0..<2 { try await cluster.start(at) }
        try await self.says(["\"h1\"", "can't be reached: ", "ertificate"], at: 0, of: cluster)
        for at in 0..<2 { #expect(try await cluster.stop(at) == 0) }
        try TestCommand.sh("cat h1.crt h2.crt > ca.crt", in: cluster.folder.path)
        try await cluster.start()
        let run = try await cluster.client(0).trigger("there")
        #expect(try await cluster.client(0).ended(run)["result"] == "good")
        #expect(try await cluster.client(0).output(run, "work") == "on h2\n")
        // Nobody is spoken to there without TLS.
        let plain = try? await WireClient(port: ports[0]).get("/healthz")
        #expect(plain?.status != 200)
    }

    @Test func `lists that are changed on one host are told on both, until they are changed on the other`() async throws {
        let cluster = try self.cluster()
        try await cluster.start()
        let more = (cluster.addresses + ["http://127.0.0.1:9"]).joined(separator: ",")
        #expect(try await cluster.stop(1) == 0)
        cluster.hosts[1].own = ["-hosts=\(more)"]
        try await cluster.start(1)
        for at in 0..<2 {
            try await self.says(["http://127.0.0.1:9 is missing in the file of", "tags and schedules wait"], at: at, of: cluster)
        }
        let waits = try await cluster.client(1).trigger("locked")
        try await Eventually.holds("it says why it waits") {
            try await cluster.client(1).get("\(WireClient.base)/runs/\(waits)/why").text.contains("unlike lists of hosts")
        }
        #expect(try await cluster.stop(1) == 0)
        cluster.hosts[1].own = []
        try await cluster.start(1)
        try await cluster.joined()
        #expect(try await cluster.client(1).ended(waits)["result"] == "good")
    }

    @Test func `hosts of other versions of the protocol are told on both sides`() async throws {
        let cluster = try self.cluster()
        // What h2 says of itself comes to h1 over a link on which it is of another version.
        let link = try SlowLink(port: cluster.hosts[1].port, changing: (#""protocolVersion":1"#, #""protocolVersion":2"#))
        cluster.hosts[1].address = "http://127.0.0.1:\(link.port)"
        for at in 0..<2 { try await cluster.start(at) }
        for at in 0..<2 {
            try await self.says(
                ["and this host don't talk: the hosts speak different versions, 1 and 2: upgrade the older one"], at: at, of: cluster)
        }
        // What needs nobody else goes on.
        #expect(try await cluster.client(1).ended(try await cluster.client(1).trigger("there"))["result"] == "good")
        withExtendedLifetime(link) {}
    }

    @Test(.enabled(if: TestClock.library != nil, "needs libfaketime"))
    func `clocks that are far apart are told on both sides`() async throws {
        let cluster = try self.cluster()
        let host = cluster.hosts[1]
        cluster.hosts[1].through = [
            "/usr/bin/env", "LD_PRELOAD=\(TestClock.library ?? "")", "FAKETIME=+300s", "FAKETIME_DONT_FAKE_MONOTONIC=1",
            // Beside this library a Swift program does not see its arguments.
            "FLOE_TAGS=\(host.tags)", "FLOE_ADMIN=\(TestHost.admin)", "FLOE_HOST_NAME=\(host.name)",
            "FLOE_PUB_BIND=127.0.0.1:\(host.port)", "FLOE_ROOT=\(cluster.folder.file(host.name))",
            "FLOE_HOSTS=\(cluster.addresses.joined(separator: ","))",
        ]
        for at in 0..<2 { try await cluster.start(at) }
        for (at, words) in [(0, "ahead of that of this host"), (1, "behind that of this host")] {
            try await self.says(["the clock of h\(2 - at) is ", words, "set both by NTP"], at: at, of: cluster)
        }
        // They work together all the same.
        let run = try await cluster.client(0).trigger("there")
        #expect(try await cluster.client(0).ended(run)["result"] == "good")
    }
}

/// Debian's libfaketime.
enum TestClock {
    static let library: String? = {
        for machine in ["x86_64", "aarch64"] {
            let path = "/usr/lib/\(machine)-linux-gnu/faketime/libfaketime.so.1"
            if access(path, R_OK) == 0 { return path }
        }
        return nil
    }()
}
