import ArgumentParser

/// `floe run`: what can be done with runs on a server.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs on a server: look at them, follow, answer and end them.",
        discussion: """
            A run is named as h1-42: the host that took it, and a number that is never used again.

            EXAMPLES
              floe run list --state active      what goes on
              floe run show h1-42               its nodes
              floe run logs -f h1-42            what they write, as they write it
              floe run why h1-42                why it does not go on
            """,
        subcommands: [
            RunListCommand.self, RunShowCommand.self, RunLogsCommand.self, RunWhyCommand.self, RunAnswerCommand.self,
            RunCancelCommand.self, RunRetryCommand.self, RunPauseCommand.self, RunResumeCommand.self, RunKeepCommand.self,
            RunUnkeepCommand.self,
        ])
}
