import ArgumentParser
import FoundationEssentials

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Runs tasks of a hub on this machine.",
        discussion: """
            An agent dials out to its hubs, over one web socket each, and needs no open port. It runs the tasks whose 'targets' name it, or \
            tags of it. They outlive it: what it was given goes on while it is away from the hub, or is restarted, and is told when it is \
            back.

            Every setting can also be given as a variable, FLOE_TOKEN for --token, or as a file, FLOE_TOKEN_FILE.

            EXIT STATUS
              0 it was told to end, 2 usage, 4 no hub takes it: the token is wrong, or its name belongs to another

            EXAMPLES
              floe agent --join https://10.0.0.7:8080 --token 123456 -tags=linux,web
              FLOE_TOKEN_FILE=/etc/floe/token floe agent --join https://h1:8080,https://h2:8080 -host_name=web1
            """)

    @Option(help: ArgumentHelp("Addresses of the hubs it takes orders from.", valueName: "urls"))
    var join: String?
    @Option(help: ArgumentHelp("What the hubs let it in by: their -admin.", valueName: "token"))
    var token: String?
    @Option(help: ArgumentHelp("What it is called. (default: the machine's name)", valueName: "name"))
    var hostName: String?
    @Option(help: ArgumentHelp("What it has, for tasks that ask for it: a,b.", valueName: "tags"))
    var tags: String?
    @Option(help: ArgumentHelp("What is known of it besides what it finds out: NAME=value,…", valueName: "facts"))
    var facts: String?
    @Option(help: ArgumentHelp("Tasks that run at one time. (default: 4 for each core, at least 8)", valueName: "n"))
    var slots: String?
    @Option(help: ArgumentHelp("Where it keeps what it has. (default: ~/.floe/NAME)", valueName: "folder"))
    var root: String?
    @Option(help: ArgumentHelp("Authorities it trusts besides the system's, PEM.", valueName: "file"))
    var ca: String?
    @Option(help: ArgumentHelp("More variables of its environment that tasks may see: A,B.", valueName: "names"))
    var passEnv: String?
    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"))
    var logLevel: String?
    @Option(help: ArgumentHelp("text or json. (default: text)", valueName: "format"))
    var logFormat: String?

    func run() async throws {
        let all: [String: String?] = [
            "join": self.join, "token": self.token, "host-name": self.hostName, "tags": self.tags, "facts": self.facts,
            "slots": self.slots, "root": self.root, "ca": self.ca, "pass-env": self.passEnv, "log-level": self.logLevel,
            "log-format": self.logFormat,
        ]
        let reader = SettingsReader(flags: all.compactMapValues(\.self), environment: ProcessInfo.processInfo.environment) { path in
            try String(contentsOfFile: path, encoding: .utf8)
        }
        try await AgentProgram.run(try AgentConfig(reader))
    }
}
