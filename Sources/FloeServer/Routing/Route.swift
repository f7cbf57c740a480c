import HTTPTypes
import HummingbirdCore

/// Something the server answers: one method at one path. All routes stand in one table, which the server, the OpenAPI document and the
/// tests of access go by.
struct Route: Sendable {
    /// Who may call it.
    enum Access: String, Sendable, CaseIterable {
        /// Anybody.
        case open
        /// Who is signed in, or shows the token.
        case signedIn
    }

    var method: HTTPRequest.Method
    /// `/build/api/runs/{ref}`; a last segment `{path...}` takes all that follows.
    var path: String
    var access: Access
    /// One line for the document.
    var summary: String
    /// What the query may hold.
    var query: [String]
    /// The status when all is well.
    var success: HTTPResponse.Status
    /// Part of the API, and so of its document.
    var documented: Bool
    var handle: @Sendable (Call) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: String, access: Access = .signedIn, _ summary: String, query: [String] = [],
        success: HTTPResponse.Status? = nil, documented: Bool = true,
        handle: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.summary = summary
        self.query = query
        self.success = success ?? (method == .post ? .accepted : .ok)
        self.documented = documented
        self.handle = handle
    }
}
