import ArgumentParser

/// `floe`: what its commands are.
struct FloeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floe", abstract: "Runs flows: builds, business processes and work on fleets of hosts.",
        version: FloeVersion.current,
        subcommands: [
            ServeCommand.self, ExecCommand.self, PlanCommand.self, ValidateCommand.self, SchemaCommand.self, VersionCommand.self,
        ])
}
