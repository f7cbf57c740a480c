import FloeAPI
import FloeCore
import FloeTesting
import Testing

/// Whoever follows a run, against a server whose streams begin and break off at the worst moment.
@Suite(.timeLimit(.minutes(2)))
struct FollowingTests {
    private let ref = RunRef(host: "h1", number: 1)

    private func follow<Result: Sendable>(
        _ play: String, _ body: @escaping @Sendable (APIClient) async throws -> Result
    ) async throws -> Result {
        let server = try TestServer(script: Self.script, [play])
        defer { withExtendedLifetime(server) {} }
        let address = try #require(ServerAddress("http://127.0.0.1:\(server.port)"))
        return try await APIClient.with(address, token: nil) { client in
            try await Deadline.within(.seconds(30), "following the run") { try await body(client) }
        }
    }

    @Test func `a run that ends between the head of its stream and its beginning is not waited for`() async throws {
        let ref = self.ref
        let looks = try await self.follow("late") { client in
            var looks = 0
            for try await message in client.events(run: ref) {
                if case .broken = message { continue }
                looks += 1
                if try await client.get(Value.self, APIClient.Path.run(ref)).map?["state"] == "archive" { break }
            }
            return looks
        }
        #expect(looks == 1)
    }

    @Test func `a stream that breaks off goes on after its last event, and begins at once`() async throws {
        let ref = self.ref
        let heard = try await self.follow("broken") { client in
            var heard: [String] = []
            for try await message in client.events(run: ref) {
                switch message {
                case .begun: heard.append("begun")
                case .event(let event): heard.append(event.tag)
                case .missed: heard.append("missed")
                case .broken: heard.append("broken")
                }
                if heard.count == 5 { break }
            }
            return heard
        }
        #expect(heard == ["begun", "task.a.good", "broken", "begun", "sys.end.all"])
    }

    /// `late`: the stream begins a while after its head, or once somebody has looked at the run, which has ended by then; nothing more comes.
    /// `broken`: it breaks off after an event; the next one, which goes on after that, tells the end.
    private static let script = #"""
        import json, sys, threading
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        play, over, looked = sys.argv[1], threading.Event(), threading.Event()
        def event(number, tag):
            view = {"id": number, "cursor": "%d.h1" % number, "run": "h1-1", "flow": "f", "tag": tag, "node": "a", "pass": 1, "good": True,
                    "values": {}, "at": "2026-03-01T12:00:00.000Z"}
            return "id: %d.h1\ndata: %s\n\n" % (number, json.dumps(view))
        snapshot = 'event: snapshot\ndata: {"snapshot": {"cursor": "0.h1", "resumed": true, "runs": []}}\n\n'
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *rest): pass
            def say(self, text):
                self.wfile.write(text.encode())
                self.wfile.flush()
            def stream(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.flush()
                if play == "late":
                    looked.wait(1)
                    over.set()
                    self.say(snapshot)
                    threading.Event().wait()
                elif self.headers.get("Last-Event-ID") is None: self.say(snapshot + event(1, "task.a.good"))
                else:
                    assert self.headers.get("Last-Event-ID") == "1.h1"
                    self.say(":\n\n" + event(2, "sys.end.all"))
                    threading.Event().wait()
            def do_GET(self):
                if "/events" in self.path: return self.stream()
                text = json.dumps({"state": "archive" if over.is_set() else "active"}).encode()
                looked.set()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *rest: None
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}
