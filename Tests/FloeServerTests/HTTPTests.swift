import FloeAPI
import FloeCore
import HTTPTypes
import Testing

@testable import FloeServer

@Suite("HTTP", .timeLimit(.minutes(5)))
struct HTTPTests {
    @Test func `Every error is a problem that says what to do`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let form = "/build/api/flows/release/runs"
            let large = "{\"values\":{\"branch\":\"" + String(repeating: "a", count: 1 << 20) + "\"}}"
            let cases: [(status: Int, answer: Answer)] = [
                (400, try await site.ask("POST", form, body: "{not json")),
                (404, try await site.ask("GET", "/build/api/nothing")),
                (404, try await site.ask("GET", "/build/api/runs/h1-7")),
                (404, try await site.ask("GET", "/build/api/runs/%00")),
                (405, try await site.ask("DELETE", "/build/api/flows")),
                (413, try await site.ask("POST", form, body: large)),
                (
                    415,
                    try await site.ask(
                        "POST", form, headers: ServerFixture.Site.signedIn.merging(["Content-Type": "text/plain"]) { $1 }, body: "x")
                ),
                (422, try await site.ask("POST", form, body: "[]")),
                (422, try await site.ask("POST", form, body: #"{"values":7}"#)),
                (426, try await site.ask("GET", "/ws")),
            ]
            for (status, answer) in cases {
                #expect(answer.status == status)
                #expect(answer.headers["content-type"] == "application/problem+json")
                let problem = try answer.json(Problem.self)
                #expect(problem.status == status)
                #expect(!problem.detail.isEmpty)
                #expect(answer.headers["content-security-policy"] == SecurityHeaders.policy)
                #expect(answer.headers["x-content-type-options"] == "nosniff")
            }
            #expect(cases[4].answer.headers["allow"] == "GET, HEAD")
        }
    }

    @Test func `What is no HTTP, and headers without end, are answered and cut off`() async throws {
        try await ServerFixture().running { site in
            for (text, status) in [
                ("NONSENSE\r\n\r\n", 400), ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 1 << 20) + "\r\n\r\n", 431),
            ] {
                let connection = try Connection(port: site.port)
                try? await connection.send(text)
                let answer = try await connection.receive { Answer.take(&$0) }
                // The server may have cut the line before it took all of a head without end.
                if let answer { #expect(answer.status == status) } else { #expect(status == 431) }
            }
            #expect(try await site.ask("GET", "/healthz").status == 200)
        }
    }

    @Test func `A request that wants another protocol is answered as what it is`() async throws {
        try await ServerFixture().running { site in
            let headers = ["Upgrade": "h2c", "Connection": "Upgrade, HTTP2-Settings", "HTTP2-Settings": "AAMAAABk"]
            #expect(try await site.ask("GET", "/healthz", headers: headers).status == 200)
            let login = try await site.ask(
                "POST", "/build/api/login", headers: ["Upgrade": "websocket", "Connection": "Upgrade"], body: "{}")
            #expect(login.status == 422)
        }
    }

    @Test func `A connection is used again, and HEAD is GET without the body`() async throws {
        try await ServerFixture().running { site in
            let connection = try Connection(port: site.port)
            for _ in 0..<3 {
                try await connection.send(ServerFixture.Site.request("GET", "/version", port: site.port, headers: [:], body: nil))
                let answer = try #require(try await connection.receive { Answer.take(&$0) })
                #expect(try answer.values == ["version": "1.2.3"])
            }
            let head = try await site.ask("HEAD", "/version")
            #expect(head.status == 200)
            #expect(head.headers["content-length"] == "19")
        }
    }

    @Test func `Connections that say nothing do not keep the server from stopping`() async throws {
        var silent: [Connection] = []
        let fixture = try ServerFixture()
        let kept = Kept()
        try await fixture.running { site in
            for _ in 0..<20 { kept.add(try Connection(port: site.port)) }
            #expect(try await site.ask("GET", "/healthz").status == 200)
        }
        silent = kept.all
        #expect(silent.count == 20)
        for connection in silent { #expect(try await connection.rest().isEmpty) }
    }

    @Test func `Paths are decoded part by part and cannot be split by what they hold`() {
        let table = RouteTable([
            Route(.get, "/a/{x}", "") { _ in .text("") }, Route(.get, "/a/b", "") { _ in .text("") },
            Route(.get, "/a/{x}/files/{path...}", "") { _ in .text("") },
        ])
        func match(_ path: String) -> [String: String]? {
            if case .found(_, let parameters) = table.match(.get, path[...]) { parameters } else { nil }
        }
        #expect(match("/a/b") == [:])
        #expect(match("/a/c%20d") == ["x": "c d"])
        #expect(match("/a/c%2Fd") == nil)
        #expect(match("/a/") == nil)
        #expect(match("/a/b/files/x/y") == ["x": "b", "path": "x/y"])
        #expect(match("/a/b/files") == nil)
        #expect(match("/a/%zz") == nil)
        #expect(match("/a/%ff") == nil)
    }

    @Test func `Dates are those of the calendar`() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
