import ArgumentParser

/// The flags of `floe serve`. What is not given here may come from variables, files and defaults.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The flow file. (default: default.yml)", valueName: "file"))
    var conf: String?
    @Option(help: ArgumentHelp("What this host is called; its runs are NAME-1, NAME-2… (default: the machine's name)", valueName: "name"))
    var hostName: String?
    @Option(help: ArgumentHelp("What this host has, for flows that ask for it: a,b.", valueName: "tags"))
    var tags: String?
    @Option(help: ArgumentHelp("Who shows it may do everything. (default: made, and kept in the root)", valueName: "token"))
    var admin: String?
    @Option(help: ArgumentHelp("The addresses of all hosts of the cluster.", valueName: "urls"))
    var hosts: String?
    @Option(help: ArgumentHelp("Where the host keeps what it has. (default: ~/.floe/NAME)", valueName: "folder"))
    var root: String?
    @Option(help: ArgumentHelp("Where the dashboard and the API are served. (default: 127.0.0.1:8080)", valueName: "host:port"))
    var pubBind: String?
    @Option(help: ArgumentHelp("Certificate chain of the public bind, PEM; with a key it speaks TLS.", valueName: "file"))
    var pubCert: String?
    @Option(help: ArgumentHelp("Key of the public bind, PEM.", valueName: "file"))
    var pubKey: String?
    @Option(help: ArgumentHelp("Where the hosts of the cluster reach this one, instead of the public bind.", valueName: "host:port"))
    var prvBind: String?
    @Option(help: ArgumentHelp("Certificate chain of the private bind, PEM.", valueName: "file"))
    var prvCert: String?
    @Option(help: ArgumentHelp("Key of the private bind, PEM.", valueName: "file"))
    var prvKey: String?
    @Option(help: ArgumentHelp("Authorities this host trusts besides the system's when it calls other hosts, PEM.", valueName: "file"))
    var ca: String?
    @Option(help: ArgumentHelp("Proxies whose X-Forwarded headers are believed.", valueName: "cidrs"))
    var trustedProxy: String?
    @Flag(help: "Serve the dashboard from the folder webapp/ and not from the program.")
    var dev = false
    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"))
    var logLevel: String?
    @Option(help: ArgumentHelp("text or json. (default: text)", valueName: "format"))
    var logFormat: String?
    @Flag(help: "Print each setting with where it comes from, and do not start.")
    var printConfig = false

    /// What was given, by the name of the flag.
    var flags: [String: String] {
        let all: [String: String?] = [
            "conf": self.conf, "host-name": self.hostName, "tags": self.tags, "admin": self.admin, "hosts": self.hosts,
            "root": self.root, "pub-bind": self.pubBind, "pub-cert": self.pubCert, "pub-key": self.pubKey,
            "prv-bind": self.prvBind, "prv-cert": self.prvCert, "prv-key": self.prvKey, "ca": self.ca,
            "trusted-proxy": self.trustedProxy, "dev": self.dev ? "true" : nil, "log-level": self.logLevel,
            "log-format": self.logFormat,
        ]
        return all.compactMapValues(\.self)
    }
}
