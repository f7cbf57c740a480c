import ArgumentParser
import FloeAPI
import FloeCore

struct RunResumeCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets paused runs go on.",
        discussion: """
            EXAMPLES
              floe run resume h1-42
            """)

    @Argument(help: ArgumentHelp("Runs, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "pending,active"))
    var refs: [RunRef]
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        try await RunOrder(refs: self.refs, asJSON: self.form.isJSON).give { ref in
            try await client.resume(ref)
            return "goes on"
        }
    }
}
