import FloeCore

/// How a host's server is set up.
public struct ServerConfig: Sendable {
    /// PEM files. They are read again when they change.
    public struct Certificate: Sendable, Hashable {
        public var chain: String
        public var key: String

        public init(chain: String, key: String) {
            self.chain = chain
            self.key = key
        }
    }

    /// Where it listens; with a certificate it speaks TLS there.
    public struct Bind: Sendable, Hashable {
        public var host: String
        /// 0 takes any that is free.
        public var port: Int
        public var certificate: Certificate?

        public init(host: String = "127.0.0.1", port: Int = 8080, certificate: Certificate? = nil) {
            self.host = host
            self.port = port
            self.certificate = certificate
        }
    }

    /// What is told of this host.
    public struct Host: Sendable, Hashable {
        public var name: String
        public var tags: [String]
        public var facts: [String: String]
        public var version: String

        public init(name: String, tags: [String] = [], facts: [String: String] = [:], version: String) {
            self.name = name
            self.tags = tags
            self.facts = facts
            self.version = version
        }
    }

    public var publicBind = Bind()
    /// For the hosts of the cluster among themselves.
    public var privateBind: Bind?
    /// Where the API is served; begins with a slash and does not end with one.
    public var base = "/build/api"
    /// The folder of the host, absolute: logs, artifacts and sessions lie in it.
    public var root: String
    /// Who shows it may do everything. Never empty.
    public var admin: String
    public var host: Host
    /// Proxies whose word on their clients is believed.
    public var trustedProxies: [AddressRange] = []
    /// Connections that are open at a time; more are refused.
    public var connections = 4096
    /// Nil on a host without a flow file.
    public var desk: ConfigDesk?
    var patience = Patience()
    /// What sign-in goes by.
    var now: @Sendable () -> Moment = { WallClock.now }
    /// Serves the dashboard from this folder and not from the binary.
    public var webapp: String?

    public init(root: String, admin: String, host: Host) {
        self.root = root
        self.admin = admin
        self.host = host
    }
}
