import ArgumentParser
import FloeAPI
import FloeCore

struct RunResumeCommand: RunOrderCommand {
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

    func order(_ ref: RunRef, on client: APIClient) async throws -> String {
        try await client.resume(ref)
        return "goes on"
    }
}
