import ArgumentParser
import FloeAPI
import FloeCore

struct RunShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a run with its nodes.",
        discussion: """
            Nodes stand in the order in which they hear of each other; a node that ran more than once has a line for each pass. The exit \
            status is 0 whatever became of the run. With -o json it prints the run as GET /runs/REF gives it.

            EXAMPLES
              floe run show h1-42
              floe run show h1-42 -o json | jq -r '.nodes[] | select(.good == false) | .id'
            """)

    @Argument(help: ArgumentHelp("The run, as in h1-42.", valueName: "ref"), completion: ServerNames.runs())
    var ref: RunRef
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        if self.form.isJSON { return try Answer.json(try await client.get(Value.self, APIClient.Path.run(self.ref))) }
        let run = try await client.run(self.ref)
        Answer.text(RunPage(run).text(width: TerminalSize.width, paint: .output))
    }
}
