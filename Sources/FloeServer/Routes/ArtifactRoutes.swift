import FloeAPI
import FloeCore
import FloeSystem
import HTTPTypes
import HummingbirdCore

/// Files kept with a run.
struct ArtifactRoutes {
    let parts: ServerParts
    private var base: String { self.parts.config.base }

    var routes: [Route] {
        [
            Route(.get, "\(self.base)/runs/{ref}/artifacts", "Files kept with a run", gives: .json(ArtifactList.self), handle: self.list),
            Route(
                .get, "\(self.base)/runs/{ref}/artifacts/{path...}", "One of these files", also: [.partialContent, .notModified],
                gives: .text("application/octet-stream"),
                handle: self.download),
        ]
    }

    private func list(_ call: Call) async throws -> Response {
        let folder = try await self.folder(of: call)
        return try .json(try await BlockingPool.shared.run { try ArtifactFolder(path: folder).list() })
    }

    private func download(_ call: Call) async throws -> Response {
        let (folder, path) = (try await self.folder(of: call), call.parameter("path"))
        guard let file = try await BlockingPool.shared.run({ try ConfinedFile.open(path, in: folder) }) else {
            throw Refusal.notFound("the run has no file '\(path)'; GET its artifacts to see which there are")
        }
        // Whatever a task made: it is kept, never shown as a page of ours.
        let headers: HTTPFields = [
            .contentType: "application/octet-stream",
            .contentDisposition: FileAnswer.download(String(path.split(separator: "/").last ?? "")),
            .contentSecurityPolicy: "sandbox; default-src 'none'", .eTag: file.tag, .cacheControl: "private, no-cache",
        ]
        if call.headers[.ifNoneMatch] == file.tag { return Response(status: .notModified, headers: headers) }
        return FileAnswer.response(file, to: call, headers: headers)
    }

    private func folder(of call: Call) async throws -> String {
        let run = try await self.parts.run(try call.run())
        guard let flow = PathName.checked(run.row.flow.id) else { throw Refusal.noRun(run.row.ref) }
        return "\(self.parts.config.root)/artifacts/\(flow)/\(run.row.ref)"
    }
}
