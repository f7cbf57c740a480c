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

    let parts: ServerParts
    private let indexes = LineIndexes()

    init(parts: ServerParts) { self.parts = parts }

    var routes: [Route] {
        [
            Route(
                .get, "\(self.parts.config.base)/runs/{ref}/nodes/{node}/log", "What a node wrote: bytes, lines, hits, or as it is written",
                query: ["pass", "attempt", "host", "follow", "from_line", "lines", "q", "raw"],
                gives: .text("text/plain"), handle: self.log)
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
        let first = try call.number("from_line", in: Int.min...Int.max) ?? 1
        let count = try call.number("lines", in: 0...Self.mostLines) ?? 1000
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
        guard !text.isEmpty, text.utf8.count <= 1000, let path = log.logs.path(of: log.order) else {
            throw Refusal.badRequest("'q' is what to look for: 1 to 1000 bytes")
        }
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
