import ArgumentParser

/// `floe host`: the hosts behind a server.
struct HostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host", abstract: "Hosts: what they have, how they are.",
        discussion: """
            EXAMPLES
              floe host list
              floe host show h1
            """,
        subcommands: [HostListCommand.self, HostShowCommand.self, HostDrainCommand.self, HostResumeCommand.self, HostForgetCommand.self])
}
