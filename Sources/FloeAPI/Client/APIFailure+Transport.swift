internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#endif

extension APIFailure {
    /// What went wrong on the way.
    init(_ error: any Error, at address: ServerAddress) {
        switch error {
        case let failure as APIFailure: self = failure
        case let failure as HTTPClientError: self = Self.of(failure, address)
        // An answer that has no end.
        case is HTTPParserError: self = .broken(address, "the server went away")
        case let failure as NIOConnectionError: self = .unreachable(address, Self.words(failure))
        case let failure as NIOSSLError: self = .unreachable(address, Self.words(failure))
        case let failure as NIOSSLExtraError: self = .unreachable(address, "\(failure)")
        case let failure as IOError where failure.errnoCode == ECONNREFUSED: self = .unreachable(address, Self.nobody)
        case let failure as IOError: self = .broken(address, String(cString: strerror(failure.errnoCode)))
        case let failure as ChannelError:
            if case .connectTimeout = failure {
                self = .unreachable(address, "nobody answers; look at the name, the port and the network between")
            } else {
                self = .broken(address, "the server went away")
            }
        default: self = .unreachable(address, "\(error)")
        }
    }

    private static let nobody = "nobody listens there; is the host started, and is this its -pub_bind?"

    private static func of(_ error: HTTPClientError, _ address: ServerAddress) -> APIFailure {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            .unreachable(address, "nobody answers in time; look at the name, the port and the network between")
        case .deadlineExceeded, .readTimeout, .writeTimeout: .broken(address, "it says nothing any more")
        case .remoteConnectionClosed, .uncleanShutdown: .broken(address, "the server went away")
        default: .unreachable(address, error.shortDescription)
        }
    }

    private static func words(_ failure: NIOConnectionError) -> String {
        if failure.dnsAError != nil || failure.dnsAAAAError != nil, failure.connectionErrors.isEmpty {
            return "there is no host called '\(failure.host)'"
        }
        for single in failure.connectionErrors {
            guard let error = single.error as? IOError else { continue }
            return error.errnoCode == ECONNREFUSED ? Self.nobody : String(cString: strerror(error.errnoCode))
        }
        return "nobody answers; look at the name, the port and the network between"
    }

    private static func words(_ failure: NIOSSLError) -> String {
        let text = "\(failure)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate is signed by nobody who is trusted here; give the authority's with --ca FILE or FLOE_CA"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "it does not speak TLS; write http:// instead of https://" }
        if text.contains("unableToValidateCertificate") || text.contains("failedToValidateHostname") {
            return "its certificate is made out to another name"
        }
        return "no secure connection comes about: \(text)"
    }
}
