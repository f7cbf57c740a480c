import FloeAPI
import FloeCore
import FloeTesting
import Testing

@testable import FloeServer

@Suite("Signing out", .timeLimit(.minutes(5)))
struct SignOutTests {
    private static func session(_ site: ServerFixture.Site) async throws -> [String: String] {
        let login = try await site.ask("POST", "/build/api/login", headers: [:], body: #"{"token":"\#(ServerFixture.admin)"}"#)
        return ["Cookie": String(try #require(login.headers["set-cookie"]).prefix { $0 != ";" })]
    }

    @Test func `Web sockets and streams of a session end with it at once, those of others go on`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let (mine, other) = (try await Self.session(site), try await Self.session(site))
            let socket = try await site.socket(mine)
            let stays = try await site.socket(other)
            let stream = try Connection(port: site.port)
            try await stream.send(ServerFixture.Site.request("GET", "/build/api/events", port: site.port, headers: mine, body: nil))
            _ = try await stream.receive { bytes in bytes.firstRange(of: Array("snapshot".utf8)) == nil ? nil : true }
            #expect(try await site.ask("POST", "/build/api/logout", headers: mine).status == 204)
            #expect(try await socket.next() == .close(1008))
            // The last chunk of a stream that was ended in order.
            let rest = try await stream.rest()
            #expect(String(decoding: rest, as: UTF8.self).hasSuffix("0\r\n\r\n"))
            let run = try await site.start("nightly")
            let ended = try await stays.event("sys.end.all")
            #expect(ended.run?.description == run)
        }
    }

    @Test func `Web sockets and streams of a session end when it has come of age`() async throws {
        let clock = Clock()
        try await ServerFixture(configure: { $0.now = { clock.now } }).running { site in
            let mine = try await Self.session(site)
            let socket = try await site.socket(mine)
            let stream = try Connection(port: site.port)
            try await stream.send(ServerFixture.Site.request("GET", "/build/api/events", port: site.port, headers: mine, body: nil))
            _ = try await stream.receive { bytes in bytes.firstRange(of: Array("snapshot".utf8)) == nil ? nil : true }
            clock.advance(Sessions.age)
            #expect(try await socket.next() == .close(1008))
            #expect(String(decoding: try await stream.rest(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `A log is not followed any further`() async throws {
        try await ServerFixture(flows: [.chain("nightly")], script: { _ in nil }).running { site in
            let mine = try await Self.session(site)
            let run = try await site.start("nightly")
            let follower = try Connection(port: site.port)
            try await follower.send(
                ServerFixture.Site.request(
                    "GET", "/build/api/runs/\(run)/nodes/n1/log?follow=1", port: site.port, headers: mine, body: nil))
            _ = try await follower.receive { Answer.takeHead($0)?.end }
            #expect(try await site.ask("POST", "/build/api/logout", headers: mine).status == 204)
            let rest = try await follower.rest()
            #expect(String(decoding: rest, as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `A message that is no subscription is told what is wrong with it`() async throws {
        try await ServerFixture().running { site in
            for (opcode, payload, code) in [
                (1, Array("{not json".utf8), 1007), (1, [0xC3, 0x28], 1007), (1, Array("{}".utf8), 1008),
                (1, Array(#"{"subscribe":{"run":7}}"#.utf8), 1008), (2, [1, 2], 1003),
            ] as [(UInt8, [UInt8], Int)] {
                let socket = try await site.socket()
                try await socket.send(opcode: opcode, payload)
                #expect(try await socket.next() == .close(code), "\(payload)")
            }
        }
    }
}
