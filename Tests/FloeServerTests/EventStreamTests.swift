import FloeAPI
import FloeCore
import FloeHub
import FloeStore
import FoundationEssentials
import Testing

@testable import FloeServer

@Suite("The stream of events", .timeLimit(.minutes(5)))
struct EventStreamTests {
    @Test func `A client that says nothing hears every event from then on`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]) { _ in Outcome(.good, values: ["version": "7"]) }.running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            var tags: [String] = []
            var ids: [Int] = []
            while tags.last != "sys.end.all" {
                let message = try await socket.values()
                #expect(message["run"] == .string(run))
                tags.append(try #require(message["tag"]?.string))
                if let id = message["id"]?.int { ids.append(Int(id)) }
                if tags.last == "task.n1.good" { #expect(message["values"] == .map(["version": "7"])) }
            }
            #expect(ids == Array(1...ids.count))
            #expect(tags.contains("trigger.good"))
        }
    }

    @Test func `Who has the answer to the handshake misses nothing that comes after it`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        let socket = try await site.socket()
                        let run = try await site.start("nightly")
                        while try await socket.event("sys.end.all").run?.description != run {}
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `What changes of the host is told, without a place of its own, to those who ask for no run`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let all = try await site.socket()
            let one = try await site.socket()
            try await one.send(opcode: 1, Array(#"{"subscribe":{"flow":"nightly"}}"#.utf8))
            #expect(try await one.values()["snapshot"] != nil)
            #expect(try await site.post("/hosts/h1/drain").status == 202)
            let drained = try await all.event("sys.host")
            #expect(drained.run == nil && drained.id == nil && drained.flow.isEmpty)
            #expect(drained.values == ["host": "h1", "state": "draining", "change": "drain"])
            #expect(try await site.post("/hosts/h1/drain").status == 202)
            #expect(try await site.post("/hosts/h1/resume").status == 202)
            #expect(try await all.event("sys.host").values == ["host": "h1", "state": "active", "change": "resume"])
            let flows = [Flow.chain("nightly"), .chain("later")].map { FrozenFlow(digest: "digest of \($0.key)", flow: $0) }
            site.fixture.book.replace(FlowCatalog(flows))
            #expect(try await all.event("sys.host").values["change"] == "flows")
            let run = try await site.start("nightly")
            #expect(try await one.values()["run"] == .string(run))
        }
    }

    @Test func `Who may not is told so at once`() async throws {
        try await ServerFixture().running { site in
            let cases: [(headers: [String: String], status: Int)] = [
                ([:], 401), (["X-Floe-Auth": "wrong"], 401),
                (ServerFixture.Site.signedIn.merging(["Origin": "http://evil.example"]) { $1 }, 403),
            ]
            for (headers, status) in cases {
                let opened = try await Socket.open(port: site.port, headers: headers)
                #expect(opened.answer.status == status)
            }
        }
    }

    @Test func `A subscription begins with where things stand and lets through what is asked for`() async throws {
        try await ServerFixture(flows: [.release, .chain("nightly")]).running { site in
            let all = try await site.socket()
            let run = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            _ = try await all.event("sys.data.required")
            let socket = try await site.socket()
            try await socket.send(#"{"subscribe":{"flow":"nightly"}}"#)
            let first = try await socket.values()
            #expect(first["snapshot"]?.map?["runs"] == .list([]))
            try await socket.send(#"{"subscribe":{"run":"\#(run)"}}"#)
            let second = try await socket.values()
            #expect(second["snapshot"]?.map?["runs"]?.list?.first?.map?["run"] == .string(run))
            _ = try await site.start("nightly")
            _ = try await site.post("/runs/\(run)/cancel")
            while true {
                let message = try await socket.values()
                #expect(message["run"] == .string(run))
                if message["tag"] == "sys.end.all" { break }
            }
        }
    }

    @Test func `A stream goes on where another ended, without a gap and without a double`() async throws {
        try await ServerFixture(flows: [.chain("nightly", length: 3)]).running { site in
            let first = try await site.socket()
            _ = try await site.start("nightly")
            var seen: [String] = []
            while seen.count < 5 { seen.append(try #require(try await first.values()["cursor"]?.string)) }
            first.connection.vanish()
            for _ in 0..<200 { _ = try await site.start("nightly") }
            let second = try await site.socket()
            try await second.send(#"{"subscribe":{"since":"\#(seen[4])"}}"#)
            #expect(try await second.snapshot()?["resumed"] == true)
            var cursors: [Int] = []
            var ended = 0
            while ended < 201 {
                let message = try await second.values()
                guard message["id"]?.int != nil else { continue }
                let cursor = try #require(message["cursor"]?.string)
                cursors.append(try #require(EventCursor(cursor)).sequence)
                if message["tag"] == "sys.end.all" { ended += 1 }
            }
            #expect(cursors == cursors.sorted())
            #expect(Set(cursors).count == cursors.count)
            let stored = try #require(try site.fixture.store.events(afterSequence: EventCursor(seen[4])?.sequence ?? 0, limit: 100_000))
            let upTo = try #require(cursors.last)
            #expect(cursors == stored.map(\.sequence).filter { $0 <= upTo })
        }
    }

    @Test func `A cursor that means nothing here gives a snapshot and what comes next`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            for cursor in ["17.elsewhere", "999999.h1", "what"] {
                let socket = try await site.socket()
                try await socket.send(#"{"subscribe":{"since":"\#(cursor)"}}"#)
                #expect(try await socket.snapshot()?["resumed"] == false)
                _ = try await site.start("nightly")
                _ = try await socket.event("sys.end.all")
            }
        }
    }

    @Test func `A client that does not read is told what it missed, and holds up nobody`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let slow = try await site.socket(receiveBuffer: 4096)
            let quick = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await quick.event("sys.end.all")
            // More than sockets take, and more than the ring holds.
            let update = Announcement(
                run: RunRef(run), flow: "nightly", tag: "sys.node.update", node: "n1",
                values: ["text": .string(String(repeating: "x", count: 16_000))], at: Moment(milliseconds: 0))
            for _ in 0..<60 {
                site.fixture.hub.broadcast.publish([Announcement](repeating: update, count: 100))
                for _ in 0..<100 { _ = try await quick.event("sys.node.update") }
            }
            _ = try await site.start("nightly")
            _ = try await quick.event("sys.end.all")

            var missed: String?
            while missed == nil { missed = try await slow.values()["missed"]?.map?["cursor"]?.string }
            let since = try #require(missed)
            try await slow.send(#"{"subscribe":{"since":"\#(since)"}}"#)
            while try await slow.values()["snapshot"]?.map?["resumed"] != true {}
            let last = try #require(try site.fixture.store.events(afterSequence: 0, limit: 1000)?.last)
            while try await slow.values()["cursor"]?.string != "\(last.sequence).h1" {}
        }
    }

    @Test func `A client that vanishes hurts nobody, and one that talks nonsense is shown out`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            for _ in 0..<20 { try await site.socket().connection.vanish() }
            let nonsense = try await site.socket()
            try await nonsense.send("hello")
            #expect(try await nonsense.next() == .close(1007))
            let polite = try await site.socket()
            try await polite.send(opcode: 9, Array("hi".utf8))
            #expect(try await polite.next() == .pong)
            try await polite.send(opcode: 8, [3, 232])
            #expect(try await polite.next() == .close(1000))
            let socket = try await site.socket()
            _ = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
        }
    }

    @Test func `When the server stops, sockets are told and streams end`() async throws {
        let kept = Kept()
        try await ServerFixture().running { site in
            let socket = try await site.socket()
            let stream = try Connection(port: site.port)
            try await stream.send(
                ServerFixture.Site.request("GET", "/build/api/events", port: site.port, headers: ServerFixture.Site.signedIn, body: nil))
            _ = try await stream.receive { bytes in bytes.firstRange(of: Array("snapshot".utf8)).map { _ in true } }
            kept.add(stream)
            await site.stop()
            #expect(try await socket.next() == .close(1001))
            #expect(try await socket.next() == nil)
            _ = try await stream.rest()
        }
    }

    @Test func `The same stream comes as server-sent events, and goes on from the last one seen`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let run = try await site.start("nightly")
            let headers = ServerFixture.Site.signedIn.merging(["Last-Event-ID": "0.h1"]) { $1 }
            let stream = try Connection(port: site.port)
            try await stream.send(ServerFixture.Site.request("GET", "/build/api/events", port: site.port, headers: headers, body: nil))
            let text = try await stream.receive { bytes -> String? in
                let text = String(decoding: bytes, as: UTF8.self)
                return text.contains("sys.end.all") ? text : nil
            }
            let all = try #require(text)
            #expect(all.contains("text/event-stream"))
            #expect(all.contains(#""run":"\#(run)""#))
            #expect(all.contains("id: 1.h1\ndata: "))
        }
    }
}
