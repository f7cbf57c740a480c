import ArgumentParser
import FloeAPI
import FloeCore

struct RunRetryCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Lets a run that is over go on with what failed.",
        discussion: """
            It is the same run, in its next round: what was good stays. With -f its logs are followed, and it exits as the run did.

            EXAMPLES
              floe run retry h1-42               everything that failed
              floe run retry h1-42 --from test   this node and what comes after it
              floe run retry -f h1-42
            """)

    @Argument(help: ArgumentHelp("The run, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "archive"))
    var ref: RunRef
    @Option(help: ArgumentHelp("The node to begin with.", valueName: "node"), completion: ServerNames.nodes)
    var from: String?
    @Flag(name: [.short, .long], help: "Follow the logs to the end.")
    var follow = false
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        let before = try await client.run(self.ref)
        try await client.retry(self.ref, from: self.from)
        guard self.follow else {
            if self.form.isJSON { return try Answer.json(Accepted(run: self.ref)) }
            return Answer.text("\(self.ref): round \(before.round + 1); follow it with: floe run logs -f \(self.ref)")
        }
        let followed = FollowedRun(client: client, ref: self.ref, flow: before.flow, seen: before, asJSON: self.form.isJSON)
        try await followed.follow()
    }
}
