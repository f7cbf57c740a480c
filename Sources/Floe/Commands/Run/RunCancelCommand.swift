import ArgumentParser
import FloeAPI
import FloeCore

struct RunCancelCommand: RunOrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Ends runs: what runs is stopped, then their clean-up is done.",
        discussion: """
            Cancelling a run that is ending already stops its clean-up too; --hard does both at once.

            EXAMPLES
              floe run cancel h1-42
              floe run cancel h1-42 h1-43
              floe run list --flow nightly --state active -o json | jq -r '.runs[].ref' | xargs floe run cancel
            """)

    @Argument(
        help: ArgumentHelp("Runs, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "pending,active"))
    var refs: [RunRef]
    @Flag(help: "Stop clean-up too.")
    var hard = false
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func order(_ ref: RunRef, on client: APIClient) async throws -> String {
        try await client.cancel(ref)
        if self.hard, try await client.run(ref).state != .archive { try await client.cancel(ref) }
        let view = try await client.run(ref)
        if view.state == .archive { return "cancelled" }
        return view.ending?.hard == true ? "stopping at once" : "stopping; clean-up is done first, and cancelling it again stops that"
    }
}
