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
        /// Anybody for flows that say so, else who is signed in: the handler finds out.
        case publicBadge
    }

    /// What is in the answer when all is well.
    enum Gives: Sendable {
        case nothing
        case json(any (Decodable & Sendable).Type)
        case text(String)
        /// A text, or something as JSON, by what was asked.
        case textOrJSON(String, any (Decodable & Sendable).Type)
    }

    var method: HTTPRequest.Method
    /// `/build/api/runs/{ref}`; a last segment `{path...}` takes all that follows.
    var path: String
    var access: Access
    /// One line for the document.
    var summary: String
    /// What the query may hold.
    var query: [QueryItem]
    /// The status when all is well.
    var success: HTTPResponse.Status
    /// Other good answers: a part of a file, or that the client has it already.
    var also: [HTTPResponse.Status]
    /// Part of the API, and so of its document.
    var documented: Bool
    /// What the body of a request holds; nil for none.
    var takes: (any (Decodable & Sendable).Type)?
    var gives: Gives
    /// Whether an `Idempotency-Key` counts.
    var keyed: Bool
    var handle: @Sendable (Call) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: String, access: Access = .signedIn, _ summary: String, query: [QueryItem] = [],
        success: HTTPResponse.Status? = nil, also: [HTTPResponse.Status] = [], documented: Bool = true,
        takes: (any (Decodable & Sendable).Type)? = nil, gives: Gives = .nothing, keyed: Bool = false,
        handle: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.summary = summary
        self.query = query
        self.success = success ?? (method == .post ? .accepted : .ok)
        self.also = also
        self.documented = documented
        self.takes = takes
        self.gives = gives
        self.keyed = keyed
        self.handle = handle
    }

    /// What it takes of a query, without what is empty.
    ///
    /// - Throws: A refusal of what does not fit.
    func checked(_ query: [String: String]) throws(Refusal) -> [String: String] {
        var given: [String: String] = [:]
        for item in self.query {
            if let value = query[item.name], try item.isGiven(value) { given[item.name] = value }
        }
        return given
    }
}
