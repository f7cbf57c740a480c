import FloeAPI
import FloeCore
import FloeSystem
import HTTPTypes
import HummingbirdCore
import NIOCore

/// What attempts wrote.
struct LogRoutes {
    private static let mostLines = 20_000
    private static let mostHits = 500
    /// Of a line that is shown as a hit.
    private static let shownBytes = 500

    private static let query: [QueryItem] = [
        .integer("pass", 1...Int.max, "Which pass of the node; the last unless told."),
        .integer("attempt", 1...Int.max, "Which attempt of the pass; the last unless told."),
        .text("host", "Of a node that runs on several hosts, which of them."),
        .flag("follow", "Goes on until the attempt has ended."),
        .integer(
            "from_line", Int.min...Int.max, "Lines from this one on, counted from 1; below 0 counted from the end, where -1 is the last."),
        .integer("lines", 0...Self.mostLines, "How many lines; 1000 unless told, and at most 1 MiB of them."),
        .text("q", "Gives the lines in which this is found, as JSON.", length: 1...1000),
        .flag("raw", "Has a browser keep it as a file."),
    ]

    let parts: ServerParts
    private let indexes = LineIndexes()

    init(parts: ServerParts) { self.parts = parts }

    var routes: [Route] {
        [
            Route(
                .get, "\(self.parts.config.base)/runs/{ref}/nodes/{node}/log", "What a node wrote: bytes, lines, hits, or as it is written",
                query: Self.query, also: [.partialContent], gives: .textOrJSON("text/plain", LogHits.self), handle: self.log)
        ]
    }

    private func log(_ call: Call) async throws -> Response {
        let run = try await self.parts.run(try call.run())
        let log = try AttemptLog(call, of: run, root: self.parts.config.root)
        let file = try await BlockingPool.shared.run { try log.logs.open(log.order) }
        var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"]
        if file == nil, !log.live { throw Refusal.notFound("the log of \(log.order) is gone; it was swept with the run's files") }
        if call.flag("follow") {
            return LogFollower(parts: self.parts, log: log).response(to: call, from: Self.start(call.headers[.range]), headers: headers)
        }
        guard let file else {
            // It runs, and has not come to write anything.
            if call.query["q"] != nil { return try .json(LogHits(hits: [], more: false)) }
            (headers[.firstLine], headers[.totalLines], headers[.logOffset]) = ("1", "0", "0")
            return Response(status: .ok, headers: headers)
        }
        if let text = call.query["q"] { return try await self.search(log, file, for: text) }
        if call.query["from_line"] != nil || call.query["lines"] != nil { return try await self.lines(of: log, file, call, headers) }
        if call.flag("raw") { headers[.contentDisposition] = FileAnswer.download(log.name) }
        return FileAnswer.response(file, to: call, headers: headers)
    }

    /// Where a follower begins: `bytes=N-`, else at the start.
    private static func start(_ range: String?) -> Int {
        guard let range, range.hasPrefix("bytes="), range.hasSuffix("-") else { return 0 }
        return Int(range.dropFirst(6).dropLast()) ?? 0
    }

    private func lines(of log: AttemptLog, _ file: ConfinedFile, _ call: Call, _ headers: HTTPFields) async throws -> Response {
        let first = call.number("from_line") ?? 1
        let count = call.number("lines") ?? 1000
        // The file system gives the number of a file that was swept to another.
        let index = self.indexes.index("\(log.order) \(file.identity)")
        let window = try await BlockingPool.shared.run { try index.window(of: file, first: first, count: count) }
        var headers = headers
        headers[.firstLine] = String(window.first)
        headers[.totalLines] = String(window.total)
        headers[.logOffset] = String(window.offset)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: window.bytes))
    }

    private func search(_ log: AttemptLog, _ file: ConfinedFile, for text: String) async throws -> Response {
        guard let path = log.logs.path(of: log.order) else { return try .json(LogHits(hits: [], more: false)) }
        let matches = try await LogFile(path: path).search(text, limit: Self.mostHits + 1)
        let hits = try await BlockingPool.shared.run {
            try matches.prefix(Self.mostHits).map { match in
                let bytes = try file.read(from: Int(match.offset), count: Self.shownBytes)
                let line = bytes.readableBytesView.prefix { $0 != 0x0A && $0 != 0x0D }
                return LogHits.Hit(line: match.line, offset: Int(match.offset), text: String(decoding: line, as: UTF8.self))
            }
        }
        return try .json(LogHits(hits: hits, more: matches.count > Self.mostHits))
    }
}
