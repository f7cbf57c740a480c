import FloeConfig
import FloeCore
import Glibc

/// What a host needs to share its database with others: part B of `docs/cluster-protocol.md`. Any host with `store-type: postgres` does, also
/// one that is alone there for now; those that are named in `hosts` have a database each.
struct Sharing: Sendable {
    /// Of the pause between two looks at the database, in milliseconds; for tests.
    static let lookVariable = "FLOE_LOOK_MS"

    let admin: String
    let authorities: String?
    /// Where the others reach this host; nil where its port is not known before it listens.
    let address: String?
    let times: SharedTimes

    init?(_ config: HostConfig, _ common: CommonConfig, _ membership: Membership?, admin: String) {
        guard common.storeType == .postgres, membership == nil else { return nil }
        self.admin = admin
        self.authorities = config.authorities
        self.address = config.peerAddress
        self.times =
            getenv(Self.lookVariable).flatMap { Int64(String(cString: $0)) }.map { SharedTimes(look: Span(milliseconds: max(10, $0))) }
            ?? SharedTimes()
    }

    func state(_ common: CommonConfig) -> SharedState {
        SharedState(
            times: self.times, hostScoped: common.resources.filter { $0.value.scope == .host }.map(\.key), address: self.address,
            version: FloeVersion.current)
    }
}

extension HostConfig {
    /// Where other hosts reach this one: at its private bind, where there is one.
    fileprivate var peerAddress: String? {
        var bind = self.privateBind ?? self.publicBind
        guard bind.port != 0 else { return nil }
        if bind.host == "0.0.0.0" || bind.host == "::" { bind.host = Self.wholeMachineName }
        let isSafe = (self.privateBind == nil ? self.publicCertificate : self.privateCertificate) != nil
        return "\(isSafe ? "https" : "http")://\(bind)"
    }

    private static var wholeMachineName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "localhost" }
        return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
