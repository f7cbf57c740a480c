import ArgumentParser
import FloeAPI
import FloeCore

struct RunPauseCommand: RunOrderCommand {
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

    func order(_ ref: RunRef, on client: APIClient) async throws -> String {
        try await client.pause(ref)
        return "paused; let it go on with: floe run resume \(ref)"
    }
}
