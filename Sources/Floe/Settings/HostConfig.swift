import FloeCore
import FloeServer
import FloeSystem
import Glibc
import Logging

/// What a host is set up with, apart from its flow file.
struct HostConfig: Sendable {
    /// Absolute path of the flow file.
    var conf: String
    var hostName: String
    var tags: [String]
    /// Nil: one is made and kept in the root.
    var admin: String?
    /// Addresses of all hosts of the cluster; empty where the flow file names them, or nobody does.
    var hosts: [String]
    /// Absolute path of the folder it keeps everything in.
    var root: String
    var publicBind: BindAddress
    var publicCertificate: CertificatePaths?
    var privateBind: BindAddress?
    var privateCertificate: CertificatePaths?
    /// Absolute path of a PEM file of authorities that are trusted besides the system's.
    var authorities: String?
    /// Proxies whose word on their clients is believed.
    var trustedProxies: [AddressRange]
    var isDev: Bool
    var logLevel: Logger.Level
    var logOutput: LogOutput
    /// Each setting with where it comes from, in the order of the help.
    var settings: [Setting]

    /// PEM files of a bind that speaks TLS.
    struct CertificatePaths: Sendable, Hashable {
        var chain: String
        var key: String
    }

    /// - Throws: `CommandFailure` for a value that makes no sense, naming the setting and where it was given.
    init(_ reader: SettingsReader) throws {
        var settings: [Setting] = []
        func take(_ name: String, default value: @autoclosure () throws -> String = "", isSecret: Bool = false) throws -> Setting {
            let found = try reader.find(name, isSecret: isSecret) ?? Setting(name: name, value: try value(), origin: .standard)
            settings.append(found)
            return found
        }
        func path(_ name: String, default value: String) throws -> String {
            var found = try reader.find(name, default: value)
            found.value = SettingText.absolute(found.value)
            settings.append(found)
            return found.value
        }

        self.conf = try path("conf", default: "default.yml")
        let name = try take("host-name", default: try SettingText.machineName())
        guard HostName.isOne(name.value) else {
            throw Self.wrong(name, "must be letters, digits, '.', '_' and '-', and begin with a letter or digit")
        }
        self.hostName = name.value
        self.tags = SettingText.list(try take("tags").value)
        let admin = try take("admin", isSecret: true)
        self.admin = admin.value.isEmpty ? nil : admin.value
        let hosts = try take("hosts")
        self.hosts = try SettingText.list(hosts.value).map { text in
            guard let address = ClusterAddress.normal(text) else {
                throw Self.wrong(hosts, "holds '\(text)', which is no address of a host as http://10.0.0.7:8080")
            }
            return address
        }
        self.root = try path("root", default: "~/.floe/\(name.value)")
        self.publicBind = try Self.bind(try take("pub-bind", default: "127.0.0.1:8080"))
        self.publicCertificate = try Self.certificate(try take("pub-cert"), try take("pub-key"))
        let privateBind = try take("prv-bind")
        self.privateBind = privateBind.value.isEmpty ? nil : try Self.bind(privateBind)
        self.privateCertificate = try Self.certificate(try take("prv-cert"), try take("prv-key"))
        let authorities = try path("ca", default: "")
        self.authorities = authorities.isEmpty ? nil : authorities
        let proxies = try take("trusted-proxy")
        self.trustedProxies = try SettingText.list(proxies.value).map { text in
            guard let range = AddressRange(text) else {
                throw Self.wrong(proxies, "holds '\(text)', which is no range of addresses as 10.0.0.0/8, fd00::/8 or 192.0.2.1")
            }
            return range
        }
        self.isDev = try Self.bool(try take("dev", default: "false"))
        let level = try take("log-level", default: "info")
        guard let logLevel = Logger.Level(rawValue: level.value) else {
            throw Self.wrong(level, "must be one of: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.logLevel = logLevel
        let format = try take("log-format", default: "text")
        guard let logOutput = LogOutput(rawValue: format.value) else { throw Self.wrong(format, "must be text or json") }
        self.logOutput = logOutput
        self.settings = settings
    }
}

extension HostConfig {
    static func wrong(_ setting: Setting, _ problem: String) -> CommandFailure {
        let from = setting.origin == .flag ? "" : " (from \(setting.origin))"
        return CommandFailure("--\(setting.name) '\(setting.value)'\(from) \(problem)", .usage)
    }

    private static func bind(_ setting: Setting) throws -> BindAddress {
        guard let bind = BindAddress(setting.value) else { throw Self.wrong(setting, "must be host:port, as in 127.0.0.1:8080") }
        return bind
    }

    private static func bool(_ setting: Setting) throws -> Bool {
        switch setting.value {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw Self.wrong(setting, "must be true or false")
        }
    }

    private static func certificate(_ chain: Setting, _ key: Setting) throws -> CertificatePaths? {
        switch (chain.value.isEmpty, key.value.isEmpty) {
        case (true, true): return nil
        case (false, false): return CertificatePaths(chain: SettingText.absolute(chain.value), key: SettingText.absolute(key.value))
        case (false, true): throw Self.wrong(chain, "needs --\(key.name) beside it")
        case (true, false): throw Self.wrong(key, "needs --\(chain.name) beside it")
        }
    }
}
