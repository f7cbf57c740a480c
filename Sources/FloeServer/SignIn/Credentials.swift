import HTTPTypes
import NIOHTTP1

/// What a request shows of who sends it and from where.
struct Credentials: Sendable {
    static let cookieName = "floe-sesh"

    var token: String?
    var session: String?
    var origin: String?
    var fetchSite: String?
    /// The host and port that were asked for.
    var authority: String?

    init(_ head: HTTPRequest, site: Call.Site) {
        let fields = head.headerFields
        self.init(
            floeAuth: fields[.floeAuth], authorization: fields[.authorization], cookies: fields[values: .cookie], origin: fields[.origin],
            fetchSite: fields[.secFetchSite], authority: site.authority)
    }

    init(_ head: HTTPRequestHead, site: Call.Site) {
        let headers = head.headers
        self.init(
            floeAuth: headers.first(name: "x-floe-auth"), authorization: headers.first(name: "authorization"), cookies: headers["cookie"],
            origin: headers.first(name: "origin"), fetchSite: headers.first(name: "sec-fetch-site"), authority: site.authority)
    }

    private init(
        floeAuth: String?, authorization: String?, cookies: [String], origin: String?, fetchSite: String?, authority: String?
    ) {
        if let floeAuth {
            self.token = floeAuth
        } else if let authorization, authorization.prefix(7).lowercased() == "bearer " {
            self.token = String(authorization.dropFirst(7).drop { $0 == " " })
        }
        self.session =
            cookies.lazy.flatMap { $0.split(separator: ";") }.compactMap { pair -> String? in
                let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 && parts[0] == Self.cookieName ? String(parts[1]) : nil
            }.first
        self.origin = origin
        self.fetchSite = fetchSite
        self.authority = authority
    }

    /// Whether it was sent by a page of ours, or by no page at all. Browsers say; programs need not.
    var sameOrigin: Bool {
        if let site = self.fetchSite { return site == "same-origin" || site == "none" }
        guard let origin = self.origin else { return true }
        guard let scheme = origin.firstRange(of: "://"), let authority = self.authority else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }
}
