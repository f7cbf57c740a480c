import FloeTesting
import Testing

@testable import FloeServer

@Suite("Behind a proxy", .timeLimit(.minutes(5)))
struct ProxyTests {
    private static func site(_ peer: String, _ ranges: [String], _ headers: [String: [String]]) throws -> Call.Site {
        TrustedProxies(ranges: try ranges.map { try #require(AddressRange($0)) })
            .site(peer: peer, secure: false, authority: "own:8080") { headers[$0] ?? [] }
    }

    @Test func `Only a trusted proxy is believed`() throws {
        let headers = ["x-forwarded-for": ["192.0.2.7"], "x-forwarded-proto": ["https"], "x-forwarded-host": ["floe.example"]]
        for (peer, ranges, believed) in [
            ("10.1.2.3", ["10.0.0.0/8"], true), ("11.1.2.3", ["10.0.0.0/8"], false), ("10.1.2.3", [], false),
            ("fd00::1", ["10.0.0.0/8", "fd00::/8"], true), ("::ffff:10.1.2.3", ["10.0.0.0/8"], true), ("10.1.2.3", ["10.1.2.3"], true),
            ("10.1.2.4", ["10.1.2.3"], false), ("10.1.2.3", ["0.0.0.0/0"], true), ("fd00::1", ["0.0.0.0/0"], false),
        ] as [(String, [String], Bool)] {
            let site = try Self.site(peer, ranges, headers)
            #expect(site.address == (believed ? "192.0.2.7" : peer), "\(peer) \(ranges)")
            #expect(site.secure == believed)
            #expect(site.authority == (believed ? "floe.example" : "own:8080"))
        }
    }

    @Test func `Of several addresses the last that is no proxy is the client, and what a client made up is not`() throws {
        let ranges = ["10.0.0.0/8"]
        let chain = try Self.site("10.0.0.1", ranges, ["x-forwarded-for": ["1.1.1.1, 192.0.2.7", "10.0.0.2"]])
        #expect(chain.address == "192.0.2.7")
        let broken = try Self.site("10.0.0.1", ranges, ["x-forwarded-for": ["192.0.2.7, unknown"]])
        #expect(broken.address == "10.0.0.1")
        let port = try Self.site("10.0.0.1", ranges, ["x-forwarded-for": ["[2001:db8::7]:4711"]])
        #expect(port.address == "2001:db8::7")
        let forwarded = try Self.site(
            "10.0.0.1", ranges, ["forwarded": ["for=1.1.1.1, for=\"[2001:db8::7]\";proto=https;host=floe.example"]])
        #expect(forwarded.address == "2001:db8::7" && forwarded.secure && forwarded.authority == "floe.example")
        let both = try Self.site("10.0.0.1", ranges, ["forwarded": ["for=1.1.1.1"], "x-forwarded-for": ["192.0.2.7"]])
        #expect(both.address == "192.0.2.7")
    }

    @Test func `What is no range is none`() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "floe.example", "fd00::/129", "10.0.0.0/-1", "10.0.0.0/8/8"] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
    }

    @Test func `Clients of a proxy are throttled one by one, a network of IPv6 as one`() async throws {
        let trusted = AddressRange("127.0.0.0/8").map { [$0] } ?? []
        let (logs, clock) = (Texts(), Clock())
        let configure = { (config: inout ServerConfig) in
            config.trustedProxies = trusted
            config.now = { clock.now }
        }
        try await ServerFixture(configure: configure, logs: logs).running { site in
            var statuses: [Int] = []
            let addresses = Array(repeating: "192.0.2.7", count: 11) + ["192.0.2.8"]
            let networks = (0..<10).map { "2001:db8:0:1::\($0)" } + ["2001:db8:0:1:ffff::1", "2001:db8:0:2::1"]
            for address in addresses + networks {
                let answer = try await site.ask(
                    "POST", "/build/api/login", headers: ["X-Forwarded-For": address], body: #"{"token":"guess"}"#)
                statuses.append(answer.status)
            }
            let each = Array(repeating: 401, count: 10) + [429, 401]
            #expect(statuses == each + each)
            #expect(logs.all.contains { $0.contains("wrong token") && $0.contains("192.0.2.7") })
        }
    }

    @Test func `Behind a proxy with TLS the cookie is for TLS, and pages of its name may use it`() async throws {
        let trusted = AddressRange("127.0.0.1").map { [$0] } ?? []
        try await ServerFixture(flows: [.chain("nightly")], configure: { $0.trustedProxies = trusted }).running { site in
            let proxy = ["X-Forwarded-Proto": "https", "X-Forwarded-Host": "floe.example", "X-Forwarded-For": "192.0.2.7"]
            let body = #"{"token":"\#(ServerFixture.admin)"}"#
            let login = try await site.ask("POST", "/build/api/login", headers: proxy, body: body)
            let cookie = try #require(login.headers["set-cookie"])
            #expect(cookie.contains("; Secure"))
            let session = ["Cookie": String(cookie.prefix { $0 != ";" }), "Origin": "https://floe.example"]
            let ours = session.merging(proxy) { $1 }
            #expect(try await site.ask("POST", "/build/api/flows/nightly/runs", headers: ours).status == 202)
            #expect(try await Socket.open(port: site.port, headers: ours).answer.status == 101)
            // Not through the proxy, its name is that of another site.
            #expect(try await site.ask("POST", "/build/api/flows/nightly/runs", headers: session).status == 403)
            #expect(try await Socket.open(port: site.port, headers: session).answer.status == 403)
        }
    }
}
