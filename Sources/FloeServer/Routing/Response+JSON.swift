import FloeAPI
import FloeCore
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore

extension Response {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try FloeJSON.encode(value))))
    }

    static func refused(_ refusal: Refusal) -> Response {
        var headers = refusal.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        let body = (try? FloeJSON.encode(refusal.problem)) ?? Data()
        return Response(status: refusal.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// What the hub said to a request that changes something.
    static func reply(_ reply: Reply) throws -> Response {
        switch reply {
        case .accepted(let run): try .json(Accepted(run: run), status: .accepted)
        case .done: Response(status: .noContent)
        case .conflict(let detail): throw Refusal(.conflict, detail)
        case .notFound(let detail): throw Refusal.notFound(detail)
        case .full(let detail): throw Refusal(.serviceUnavailable, detail)
        }
    }
}
