import ArgumentParser

/// Which host's folder is meant, as `floe serve` is told.
struct RootOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What the host is called. (default: the machine's name)", valueName: "name"))
    var hostName: String?
    @Option(help: ArgumentHelp("Where the host keeps what it has. (default: ~/.floe/NAME)", valueName: "folder"))
    var root: String?
    @Option(help: ArgumentHelp("The flow file. (default: default.yml)", valueName: "file"))
    var conf: String?

    var flags: [String: String] {
        ["host-name": self.hostName, "root": self.root, "conf": self.conf].compactMapValues(\.self)
    }
}
