import ArgumentParser
import FloeAPI
import FloeCore

struct RunUnkeepCommand: RunOrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "unkeep", abstract: "Lets kept runs be removed again when their time comes.",
        discussion: """
            Runs that were kept along with it, those that started it, stay kept until they are named too.

            EXAMPLES
              floe run unkeep h1-42
            """)

    @Argument(help: ArgumentHelp("Runs, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "archive"))
    var refs: [RunRef]
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func order(_ ref: RunRef, on client: APIClient) async throws -> String {
        try await client.keep(ref, false)
        return "not kept any more"
    }
}
