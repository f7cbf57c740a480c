import HTTPTypes

/// Headers of every answer: a page of ours runs nothing but our own files, and stands in no frame.
enum SecurityHeaders {
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    static func add(to headers: inout HTTPFields) {
        if !headers.contains(.contentSecurityPolicy) { headers[.contentSecurityPolicy] = Self.policy }
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "same-origin"
        headers[.xFrameOptions] = "DENY"
        headers[.crossOriginOpenerPolicy] = "same-origin"
        if !headers.contains(.crossOriginResourcePolicy) { headers[.crossOriginResourcePolicy] = "same-origin" }
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self.ours("Referrer-Policy")
    static let xFrameOptions = Self.ours("X-Frame-Options")
    static let crossOriginOpenerPolicy = Self.ours("Cross-Origin-Opener-Policy")
    static let floeAuth = Self.ours("X-Floe-Auth")
    static let secFetchSite = Self.ours("Sec-Fetch-Site")
    static let idempotencyKey = Self.ours("Idempotency-Key")
    static let lastEventID = Self.ours("Last-Event-ID")
    static let firstLine = Self.ours("X-Floe-First-Line")
    static let totalLines = Self.ours("X-Floe-Total-Lines")
    static let logOffset = Self.ours("X-Floe-Offset")

    /// A name that is written here, and so is well formed.
    private static func ours(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header field") }
        return name
    }
}
