import FloeAPI
import FoundationEssentials
import HTTPTypes
import NIOCore
import NIOHTTP1

/// The answer to what is no HTTP, or too much of it. The connection is closed after it.
enum MalformedRequest {
    static func refusal(_ error: any Error) -> Refusal {
        switch error as? HTTPParserError {
        case .headerOverflow:
            Refusal(.requestHeaderFieldsTooLarge, "the headers are larger than is taken: 16 KiB each, 64 KiB and 128 of them together")
        case .invalidVersion: .badRequest("the request is of no version of HTTP that is spoken here; send HTTP/1.1")
        default: .badRequest("what was sent is no HTTP request; if the server is asked by https, ask it by http, or the other way round")
        }
    }

    /// Writes the answer.
    static func answer(_ error: any Error, in context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let refusal = Self.refusal(error)
        let body = ByteBuffer(bytes: (try? FloeJSON.encode(refusal.problem)) ?? Data())
        var headers: HTTPHeaders = [
            "connection": "close", "content-length": "\(body.readableBytes)", "content-type": "application/problem+json",
            "cache-control": "no-store",
        ]
        var fields = HTTPFields()
        SecurityHeaders.add(to: &fields)
        for field in fields { headers.add(name: field.name.canonicalName, value: field.value) }
        let status = HTTPResponseStatus(statusCode: refusal.status.code, reasonPhrase: refusal.status.reasonPhrase)
        func part(_ part: HTTPServerResponsePart) -> NIOAny { NIOAny(part) }
        context.write(part(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(part(.body(.byteBuffer(body))), promise: nil)
        return context.writeAndFlush(part(.end(nil)))
    }
}
