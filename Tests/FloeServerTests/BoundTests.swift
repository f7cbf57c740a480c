import FloeAPI
import FloeTesting
import Testing

@testable import FloeServer

@Suite("Bounds of connections", .timeLimit(.minutes(5)))
struct BoundTests {
    @Test func `More connections than are taken are told so, and taken when others have gone`() async throws {
        let logs = Texts()
        try await ServerFixture(configure: { $0.connections = 3 }, logs: logs).running { site in
            var open: [Connection] = []
            for _ in 0..<3 {
                let connection = try Connection(port: site.port)
                try await connection.send("GET /version HTTP/1.1\r\nHost: h\r\n\r\n")
                let answer = try await connection.receive { Answer.take(&$0) }
                #expect(answer?.status == 200)
                open.append(connection)
            }
            let refused = try await site.ask("GET", "/version")
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] == "5")
            #expect(try refused.json(Problem.self).detail.hasPrefix("3 connections are open"))
            #expect(logs.all.count { $0.contains("Connections are refused: 3 are open") } == 1)
            open[0].vanish()
            // The server hears of it in a moment.
            let end = ContinuousClock.now + .seconds(10)
            while try await site.ask("GET", "/version").status != 200 { try #require(.now < end) }
        }
    }

    @Test func `A connection that goes on saying nothing, or half of a request, is closed`() async throws {
        try await ServerFixture(configure: { $0.patience.firstRequest = .milliseconds(100) }).running { site in
            let first = try Connection(port: site.port)
            try await first.send("GET /version HTT")
            #expect(try await first.rest().isEmpty)
        }
        let patience: @Sendable (inout ServerConfig) -> Void = {
            $0.patience.idle = .milliseconds(100)
            $0.patience.body = .milliseconds(100)
        }
        try await ServerFixture(flows: [.chain("nightly")], configure: patience).running { site in
            let later = try Connection(port: site.port)
            try await later.send("GET /version HTTP/1.1\r\nHost: h\r\n\r\nGET /version HTTP/1.1\r\nX: sl")
            let answered = Answer.takeHead(try await later.rest())
            #expect(answered?.answer.status == 200)
            let body = try Connection(port: site.port)
            try await body.send(
                "POST /build/api/flows/nightly/runs HTTP/1.1\r\nHost: h\r\nX-Floe-Auth: \(ServerFixture.admin)\r\nContent-Length: 10\r\n\r\n{"
            )
            #expect(try await body.rest().isEmpty)
        }
    }

    @Test func `A client that does not take what it is sent is cut off`() async throws {
        // Long enough that the file is seen to be open.
        try await ServerFixture(flows: [.chain("nightly")], configure: { $0.patience.stall = .seconds(1) }).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            let folder = "\(site.fixture.folder.path)/logs/nightly/\(run)"
            try TestCommand.sh("mkdir -p \(folder) && head -c 50000000 /dev/zero > \(folder)/n1.1.1.log", in: site.fixture.folder.path)
            let reader = try Connection(port: site.port, receiveBuffer: 4096)
            try await reader.send(
                ServerFixture.Site.request(
                    "GET", "/build/api/runs/\(run)/nodes/n1/log", port: site.port, headers: ServerFixture.Site.signedIn, body: nil))
            let open: @Sendable () -> Bool = {
                (try? TestCommand.sh("ls -l /proc/$PPID/fd | grep -c \(folder)/n1.1.1.log || true", in: folder)) != "0"
            }
            try await Deadline.until("the file is sent", open)
            try await Deadline.until("the file is let go") { !open() }
            withExtendedLifetime(reader) {}
        }
    }

    @Test func `What is no HTTP is told so, first and later on a connection`() async throws {
        try await ServerFixture().running { site in
            for text in ["NONSENSE\r\n\r\n", "GET /version HTTP/1.1\r\nHost: h\r\n\r\nNONSENSE\r\n\r\n"] {
                let connection = try Connection(port: site.port)
                try await connection.send(text)
                var bytes = try await connection.rest()
                var answer = try #require(Answer.take(&bytes))
                if text.hasPrefix("GET") { answer = try #require(Answer.take(&bytes)) }
                #expect(answer.status == 400)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.headers["content-security-policy"] == SecurityHeaders.policy)
                #expect(try answer.json(Problem.self).detail.contains("no HTTP request"))
                #expect(bytes.isEmpty)
            }
        }
    }
}
