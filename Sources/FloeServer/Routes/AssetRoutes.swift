import FloeCore
import FloeSystem
import HTTPTypes
import HummingbirdCore
import NIOCore

/// The dashboard: one page for all of `/app/`, and the files it is made of.
struct AssetRoutes {
    let parts: ServerParts
    let assets: AssetSource

    var routes: [Route] {
        let home: @Sendable (Call) async throws -> Response = { _ in .redirect(to: SignIn.home) }
        return [
            Route(.get, "/", access: .open, "Leads to the dashboard", documented: false, handle: home),
            Route(.get, "/app", access: .open, "Leads to the dashboard", documented: false, handle: home),
            Route(.get, "/app/{path...}", access: .open, "The dashboard", documented: false, handle: self.page),
            Route(.get, "/static/{path...}", access: .open, "A file of the dashboard", documented: false, handle: self.file),
        ]
    }

    /// The page is the same wherever it is opened; it finds its way by its own path.
    private func page(_ call: Call) async throws -> Response {
        let assets = self.assets
        guard var asset = try await BlockingPool.shared.run({ try assets.asset("index.html") }) else {
            throw Refusal.notFound("this binary was built without the dashboard; serve it from a folder with -dev")
        }
        var page = String(buffer: asset.bytes)
        Self.fill("floe-base", of: &page, with: self.parts.config.base)
        // Spares a request that is refused, which a browser notes as an error.
        let session = call.credentials.session
        if session.flatMap({ self.parts.signIn.sessions.name(of: $0) }) == nil { Self.fill("floe-signed-in", of: &page, with: "no") }
        asset.bytes = ByteBuffer(string: page)
        asset.tag = AssetSource.tag(of: asset.bytes)
        return Self.response(asset, to: call)
    }

    private func file(_ call: Call) async throws -> Response {
        let (assets, path) = (self.assets, call.parameter("path"))
        guard let asset = try await BlockingPool.shared.run({ try assets.asset(path) }) else {
            throw Refusal.notFound("the dashboard has no file '\(path)'")
        }
        return Self.response(asset, to: call)
    }

    private static func response(_ asset: Asset, to call: Call) -> Response {
        // Asked for again each time, and sent only when it changed.
        let headers: HTTPFields = [.contentType: asset.type, .eTag: asset.tag, .cacheControl: "no-cache"]
        let known = call.headers[.ifNoneMatch]?.split(separator: ",").contains { $0.filter { $0 != " " } == asset.tag }
        if known == true { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
    }

    private static func fill(_ name: String, of page: inout String, with text: String) {
        let mark = "<meta name=\"\(name)\" content=\""
        guard let start = page.firstRange(of: mark)?.upperBound, let end = page[start...].firstIndex(of: "\"") else { return }
        page.replaceSubrange(start..<end, with: Self.escaped(text))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
    }
}
