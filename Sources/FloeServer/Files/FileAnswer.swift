import FloeSystem
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers with a file, or the part of it that is asked for. It is read piece by piece, as fast as the client takes it.
enum FileAnswer {
    private static let piece = 256 << 10

    static func response(_ file: ConfinedFile, to call: Call, headers: HTTPFields) -> Response {
        var headers = headers
        headers[.acceptRanges] = "bytes"
        // A part of another file than the client has the rest of would be of no use to it.
        let same = call.headers[.ifRange].map { $0 == headers[.eTag] } ?? true
        switch ByteRange(same ? call.headers[.range] : nil, size: file.size) {
        case .all: return Self.stream(file, 0..<file.size, status: .ok, headers)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(file.size)"
            return Self.stream(file, range.lowerBound..<(range.upperBound + 1), status: .partialContent, headers)
        case .none:
            return .refused(
                Refusal(
                    .rangeNotSatisfiable, "there are only \(file.size) bytes", headers: [.contentRange: "bytes */\(file.size)"]))
        }
    }

    private static func stream(
        _ file: ConfinedFile, _ range: Range<Int>, status: HTTPResponse.Status, _ headers: HTTPFields
    ) -> Response {
        Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: range.count) { writer in
                var at = range.lowerBound
                while at < range.upperBound {
                    let (from, count) = (at, min(Self.piece, range.upperBound - at))
                    let bytes = try await BlockingPool.shared.run { try file.read(from: from, count: count) }
                    // It became shorter: what was promised cannot be sent, and the client sees the connection end.
                    guard bytes.readableBytes > 0 else { throw ServerFailure("a file became shorter while it was sent") }
                    at += bytes.readableBytes
                    try await writer.write(bytes)
                }
                try await writer.finish(nil)
            })
    }

    /// As a browser should keep it.
    static func download(_ name: String) -> String { "attachment; filename*=UTF-8''\(PercentCoding.encoded(name))" }
}
