import ArgumentParser
import FloeAPI
import FloeCore

struct FlowShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a flow: what starts it, what it asks for, its steps, its last runs.",
        discussion: """
            With -o json it prints what GET /flows/NAME gives.

            EXAMPLES
              floe flow show release
              floe flow show release -o json | jq '.triggers[0].form'
            """)

    @Argument(help: ArgumentHelp("The flow.", valueName: "name"), completion: ServerNames.flows)
    var name: String
    @Option(name: [.customShort("n"), .customLong("limit")], help: ArgumentHelp("How many of its runs, 1 to 500.", valueName: "count"))
    var limit = 10
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func validate() throws { if !(1...500).contains(self.limit) { throw ValidationError("--limit takes 1 to 500") } }

    func run(on client: APIClient) async throws {
        if self.form.isJSON {
            let flow: Value = try await client.namedFlow(self.name) { try await $0.rawFlow($1, limit: self.limit) }
            return try Answer.json(flow)
        }
        let flow = try await client.namedFlow(self.name) { try await $0.flow($1, limit: self.limit) }
        Answer.text(FlowPage(flow).text(width: TerminalSize.width, paint: .output))
    }
}
