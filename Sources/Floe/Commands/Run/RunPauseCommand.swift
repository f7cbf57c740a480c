import ArgumentParser
import FloeAPI
import FloeCore

struct RunPauseCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Starts nothing more of runs; what runs goes on to its end.",
        discussion: """
            EXAMPLES
              floe run pause h1-42
              floe run resume h1-42
            """)

    @Argument(help: ArgumentHelp("Runs, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "pending,active"))
    var refs: [RunRef]
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        try await RunOrder(refs: self.refs, asJSON: self.form.isJSON).give { ref in
            try await client.pause(ref)
            return "paused; let it go on with: floe run resume \(ref)"
        }
    }
}
