import FloeConfig
import FloeServer

extension HostConfig {
    func server(_ common: CommonConfig, root: String, admin: String, facts: [String: String], files: Int) -> ServerConfig {
        let host = ServerConfig.Host(name: self.hostName, tags: self.tags, facts: facts, version: FloeVersion.current)
        var server = ServerConfig(root: root, admin: admin, host: host)
        server.publicBind = Self.bind(self.publicBind, self.publicCertificate)
        server.privateBind = self.privateBind.map { Self.bind($0, self.privateCertificate) }
        server.trustedProxies = self.trustedProxies
        server.connections = Self.connections(files: files)
        server.base = common.baseURL
        server.webapp = self.isDev ? "webapp" : nil
        return server
    }

    /// How many connections are taken where so many files may be open: the rest is for files and for tasks.
    private static func connections(files: Int) -> Int { max(16, min(16_384, files - max(256, files / 4))) }

    /// Where tasks reach this host's API.
    func url(_ common: CommonConfig) -> String { (common.publicURL ?? self.address(port: self.publicBind.port)) + common.baseURL }

    /// Where people reach this host, when it listens on this port.
    func address(port: Int) -> String {
        var bind = self.publicBind
        bind.port = port
        if bind.host == "0.0.0.0" || bind.host == "::" { bind.host = "localhost" }
        return "\(self.publicCertificate == nil ? "http" : "https")://\(bind)"
    }

    private static func bind(_ address: BindAddress, _ certificate: CertificatePaths?) -> ServerConfig.Bind {
        ServerConfig.Bind(
            host: address.host, port: address.port,
            certificate: certificate.map { ServerConfig.Certificate(chain: $0.chain, key: $0.key) })
    }
}
