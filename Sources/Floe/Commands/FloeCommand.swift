import ArgumentParser

/// `floe`: what its commands are.
struct FloeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floe", abstract: "Runs flows: builds, business processes and work on fleets of hosts.",
        discussion: """
            A host runs flows and serves them (floe serve, or floe with flags only); the other commands ask one, or need none.

            Flags take one dash or two, _ or - inside, = or a space: -host_name=h1 is --host-name h1.

            EXIT STATUS
              0 good, 1 the run was bad, 2 usage or an invalid file, 3 cancelled, 4 the server cannot be reached or does not allow it, \
            124 timed out

            EXAMPLES
              floe serve -conf default.yml
              floe login http://127.0.0.1:8080
              floe flow run release --set version=1.2
              floe exec build.yml                  without a server
            """,
        version: FloeVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "On a server:", subcommands: [FlowCommand.self, RunCommand.self, HostCommand.self]),
            CommandGroup(
                name: "Without one:",
                subcommands: [
                    ExecCommand.self, PlanCommand.self, ValidateCommand.self, SchemaCommand.self,
                ]),
            CommandGroup(
                name: "Hosts and settings:",
                subcommands: [
                    ServeCommand.self, AgentCommand.self, BackupCommand.self, RestoreCommand.self, DoctorCommand.self, LoginCommand.self,
                    LogoutCommand.self,
                    CompletionCommand.self, VersionCommand.self,
                ]),
        ])
}
