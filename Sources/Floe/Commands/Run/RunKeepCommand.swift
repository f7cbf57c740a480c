import ArgumentParser
import FloeAPI
import FloeCore

struct RunKeepCommand: RunOrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keeps runs for good: what bounds the history does not remove them.",
        discussion: """
            A kept run stays whole, with its logs and artifacts; the runs that started it are kept too. 'floe run show' says who keeps it.

            EXAMPLES
              floe run keep h1-42
              floe run unkeep h1-42      lets it be removed when its time comes
            """)

    @Argument(help: ArgumentHelp("Runs, as in h1-42.", valueName: "ref"), completion: ServerNames.runs())
    var refs: [RunRef]
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func order(_ ref: RunRef, on client: APIClient) async throws -> String {
        try await client.keep(ref, true)
        return "kept; let it be removed again with: floe run unkeep \(ref)"
    }
}
