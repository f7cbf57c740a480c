import ArgumentParser

/// `floe flow`: the flows of a server.
struct FlowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow", abstract: "Flows on a server: look at them and start them.",
        discussion: """
            EXAMPLES
              floe flow list
              floe flow show release
              floe flow run release --set version=1.2
            """,
        subcommands: [FlowListCommand.self, FlowShowCommand.self, FlowRunCommand.self, FlowScheduleCommand.self])
}
