import FloeAPI
import FloeCore
import FloeSystem
import FloeTesting
import FoundationEssentials
import Glibc
import Testing

@testable import FloeServer

@Suite("Logs and files", .timeLimit(.minutes(5)))
struct LogTests {
    /// Writes what an agent would write for an attempt.
    private static func write(_ text: String, _ site: ServerFixture.Site, _ run: String, _ name: String = "n1.1.1", append: Bool = false)
        throws
    {
        let folder = "\(site.fixture.folder.path)/logs/nightly/\(run)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(name).log"
        let before = append ? (try? Data(contentsOf: URL(filePath: path))) ?? Data() : Data()
        // In place, as processes write.
        if append, let handle = fopen(path, "a") {
            fputs(text, handle)
            fclose(handle)
        } else {
            try (before + Data(text.utf8)).write(to: URL(filePath: path))
        }
    }

    @Test func `A log in the place of one that was swept is read anew`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let socket = try await site.socket()
            let (first, second) = (try await site.start("nightly"), try await site.start("nightly"))
            for _ in 0..<2 { _ = try await socket.event("sys.end.all") }
            try Self.write("one\ntwo\nthree\n", site, first)
            let lines = "nodes/n1/log?from_line=1&lines=9"
            #expect(try await site.get("/runs/\(first)/\(lines)").headers["x-floe-total-lines"] == "3")
            // The file system gives its number to another, longer log.
            let logs = "\(site.fixture.folder.path)/logs/nightly"
            try TestCommand.sh(
                "mkdir -p \(second) && printf 'only this one line, which is long\\n' 1<>\(first)/n1.1.1.log && mv \(first)/n1.1.1.log \(second)/",
                in: logs)
            let window = try await site.get("/runs/\(second)/\(lines)")
            #expect(window.headers["x-floe-total-lines"] == "1")
            #expect(window.text == "only this one line, which is long\n")
        }
    }

    @Test func `A part is sent only of the file that the client has the rest of`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            try TestCommand.sh(
                "mkdir -p artifacts/nightly/\(run)/n1; echo 0123456789 > artifacts/nightly/\(run)/n1/a", in: site.fixture.folder.path)
            let path = "/build/api/runs/\(run)/artifacts/n1/a"
            let tag = try #require(try await site.ask("GET", path).headers["etag"])
            func part(_ condition: String) async throws -> Answer {
                let headers = ["Range": "bytes=2-4", "If-Range": condition]
                return try await site.ask("GET", path, headers: ServerFixture.Site.signedIn.merging(headers) { $1 })
            }
            let same = try await part(tag)
            #expect(same.status == 206 && same.text == "234")
            let other = try await part("\"other\"")
            #expect(other.status == 200 && other.text == "0123456789\n")
        }
    }

    @Test func `A log is read whole, by ranges, by lines and by what it holds`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            let lines = (1...30_000).map { "line \($0) of the build" }
            let text = lines.joined(separator: "\n") + "\nthe end"
            try Self.write(text, site, run)
            let path = "/build/api/runs/\(run)/nodes/n1/log"

            let whole = try await site.ask("GET", path)
            #expect(whole.text == text)
            #expect(whole.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(try await site.get("/runs/\(run)").json(RunView.self).nodes[0].logBytes == text.utf8.count)

            func range(_ range: String) async throws -> Answer {
                try await site.ask("GET", path, headers: ServerFixture.Site.signedIn.merging(["Range": range]) { $1 })
            }
            let middle = try await range("bytes=5-9")
            #expect(middle.status == 206)
            #expect(middle.text == "1 of ")
            #expect(middle.headers["content-range"] == "bytes 5-9/\(text.utf8.count)")
            #expect(try await range("bytes=-7").text == "the end")
            #expect(try await range("bytes=\(text.utf8.count)-").status == 416)

            for (query, first, expected) in [
                ("from_line=1&lines=2", 1, lines[0..<2]), ("from_line=20000&lines=3", 20000, lines[19999..<20002]),
                ("from_line=30001&lines=5", 30001, ["the end"][...]), ("from_line=-2&lines=1", 30000, lines[29999...]),
                ("from_line=40000&lines=5", 40000, []),
            ] {
                let window = try await site.ask("GET", path + "?" + query)
                #expect(window.text.split(separator: "\n").map(String.init) == Array(expected), "\(query)")
                #expect(window.headers["x-floe-first-line"] == String(first))
                #expect(window.headers["x-floe-total-lines"] == "30001")
            }
            let twenty = try await site.ask("GET", path + "?from_line=20000&lines=1")
            let offset = try #require(twenty.headers["x-floe-offset"].flatMap { Int($0) })
            #expect(text.utf8.dropFirst(offset).starts(with: "line 20000 of".utf8))

            try Self.write("\none more\n", site, run, append: true)
            #expect(try await site.ask("GET", path + "?from_line=30002&lines=9").text == "one more\n")

            let hits = try await site.ask("GET", path + "?q=line%2029999").json(LogHits.self)
            #expect(hits.hits.map(\.line) == [29999])
            #expect(hits.hits.map(\.text) == ["line 29999 of the build"])
            #expect(!hits.more)
            #expect(try await site.ask("GET", path + "?q=line").json(LogHits.self).more)
            #expect(
                try await site.ask("GET", path + "?raw=1").headers["content-disposition"]
                    == "attachment; filename*=UTF-8''\(run)-n1.1.1.log")
            #expect(try await site.ask("GET", path + "?pass=2").status == 404)
            #expect(try await site.ask("GET", path + "?attempt=2").status == 404)
            #expect(try await site.get("/runs/\(run)/nodes/nobody/log").status == 404)
        }
    }

    @Test func `A log is followed as it is written, until its attempt has ended`() async throws {
        try await ServerFixture(flows: [.chain("nightly")], script: { _ in nil }).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.node.start")
            let follower = try Connection(port: site.port)
            try await follower.send(
                ServerFixture.Site.request(
                    "GET", "/build/api/runs/\(run)/nodes/n1/log?follow=1", port: site.port, headers: ServerFixture.Site.signedIn, body: nil)
            )
            #expect(try await follower.receive { Answer.takeHead($0)?.answer.status } == 200)
            try Self.write("first\n", site, run)
            _ = try await follower.receive { $0.firstRange(of: Array("first\n".utf8)).map { _ in true } }
            try Self.write("second\n", site, run, append: true)
            _ = try await follower.receive { $0.firstRange(of: Array("second\n".utf8)).map { _ in true } }
            let order = OrderID(run: try #require(RunRef(run)), node: "n1", pass: 1, attempt: 1)
            site.fixture.agent.end(order, Outcome(.good))
            let answer = try await follower.receive { Answer.take(&$0) }
            #expect(answer?.text == "first\nsecond\n")
        }
    }

    @Test func `Following ends when the server stops, and a follower that goes leaves nothing behind`() async throws {
        let kept = Kept()
        try await ServerFixture(flows: [.chain("nightly")], script: { _ in nil }).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.node.start")
            try Self.write("first\n", site, run)
            for _ in 0..<3 {
                let follower = try Connection(port: site.port)
                try await follower.send(
                    ServerFixture.Site.request(
                        "GET", "/build/api/runs/\(run)/nodes/n1/log?follow=1", port: site.port, headers: ServerFixture.Site.signedIn,
                        body: nil))
                _ = try await follower.receive { $0.firstRange(of: Array("first".utf8)).map { _ in true } }
                kept.add(follower)
            }
            kept.all[0].vanish()
        }
        for follower in kept.all.dropFirst() { #expect(String(decoding: try await follower.rest(), as: UTF8.self).contains("first")) }
    }

    @Test func `Artifacts are listed and fetched, and nothing outside them is`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            #expect(try await site.get("/runs/\(run)/artifacts").json(ArtifactList.self).artifacts.isEmpty)
            let root = site.fixture.folder.path
            let folder = "\(root)/artifacts/nightly/\(run)/n1/dist"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("hello".utf8).write(to: URL(filePath: "\(folder)/app <1>.txt"))
            try Data("secret".utf8).write(to: URL(filePath: "\(root)/secret"))
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "\(root)/secret")
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/up", withDestinationPath: root)
            let list = try await site.get("/runs/\(run)/artifacts").json(ArtifactList.self)
            #expect(list.artifacts.map(\.path) == ["n1/dist/app <1>.txt"])
            #expect(list.artifacts.map(\.size) == [5])
            let file = try await site.get("/runs/\(run)/artifacts/n1/dist/app%20%3C1%3E.txt")
            #expect(file.text == "hello")
            #expect(file.headers["content-disposition"] == "attachment; filename*=UTF-8''app%20%3C1%3E.txt")
            for path in [
                "n1/dist/link", "n1/dist/up/secret", "../../../secret", "..%2f..%2f..%2fsecret", "n1/dist", "n1//dist", "n1/dist/none",
            ] {
                #expect(try await site.get("/runs/\(run)/artifacts/\(path)").status == 404, "\(path)")
            }
        }
    }

    @Test func `The dashboard is in the binary, or in a folder, and is sent only when it changed`() async throws {
        try await ServerFixture(configure: { $0.base = "/x/api" }).running { site in
            let page = try await site.ask("GET", "/app/run/h1-42", headers: [:])
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.text.contains(#"<meta name="floe-base" content="/x/api">"#))
            #expect(page.text.contains(#"<meta name="floe-signed-in" content="no">"#))
            let script = try await site.ask("GET", "/static/main.js", headers: [:])
            #expect(script.status == 200)
            #expect(script.headers["content-type"] == "text/javascript; charset=utf-8")
            let tag = try #require(script.headers["etag"])
            #expect(try await site.ask("GET", "/static/main.js", headers: ["If-None-Match": tag]).status == 304)
            #expect(try await site.ask("GET", "/static/nothing.js", headers: [:]).status == 404)
            #expect(try await site.ask("GET", "/", headers: [:]).headers["location"] == "/app/dash")
        }
        let fixture = try ServerFixture()
        let folder = fixture.folder.path
        try Data("let a = 1".utf8).write(to: URL(filePath: "\(folder)/a.js"))
        try await ServerFixture(configure: { $0.webapp = folder }).running { site in
            let file = try await site.ask("GET", "/static/a.js", headers: [:])
            #expect(file.text == "let a = 1")
            let outside = try await site.ask("GET", "/static/%2e%2e/a.js", headers: [:])
            #expect(outside.status == 404)
        }
    }

    @Test(arguments: [
        (nil, ByteRange.all), ("bytes=0-0", .part(0...0)), ("bytes=3-", .part(3...9)), ("bytes=3-99", .part(3...9)),
        ("bytes=-4", .part(6...9)),
        ("bytes=-99", .part(0...9)), ("bytes=10-", .none), ("bytes=-0", .none), ("bytes=5-4", .all), ("bytes=1-2,4-5", .all),
        ("lines=1-2", .all),
        ("bytes=a-b", .all), ("bytes=-", .all),
    ])
    func `Ranges are those of the standard`(header: String?, range: ByteRange) {
        #expect(ByteRange(header, size: 10) == range)
    }
}
