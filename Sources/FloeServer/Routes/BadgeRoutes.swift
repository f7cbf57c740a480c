import FloeCore
import FloeHub
import FloeSystem
import HTTPTypes
import HummingbirdCore
import NIOCore

/// How a flow fares, as a picture for other pages.
struct BadgeRoutes {
    let parts: ServerParts

    var routes: [Route] {
        [Route(.get, "/badge/{flow}", access: .publicBadge, "How the last run of a flow ended", documented: false, handle: self.badge)]
    }

    private func badge(_ call: Call) async throws -> Response {
        let file = call.parameter("flow")
        let flow = file.hasSuffix(".svg") ? self.parts.book.catalog.flow(named: String(file.dropLast(4))) : nil
        // Whoever may not see a flow is not told whether there is one.
        if flow?.flow.publicBadge != true { _ = try self.parts.signIn.require(call) }
        guard let flow else { throw Refusal.notFound("there is no flow for the badge '\(file)'; a badge is FLOW.svg") }
        var query = RunQuery()
        query.flow = flow.flow.id
        query.phases = [.archive]
        query.limit = 1
        let (store, wanted) = (self.parts.store, query)
        let last = try await BlockingPool.shared.run { try store.runs(wanted) }.runs.first
        let headers: HTTPFields = [.contentType: "image/svg+xml", .cacheControl: "no-cache, max-age=0"]
        var response = Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: Badge(flow.flow.name, last?.result).svg)))
        // Other sites show it.
        response.headers[.crossOriginResourcePolicy] = "cross-origin"
        return response
    }
}
