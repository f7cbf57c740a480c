import ArgumentParser
import FloeAPI
import FloeCore

struct HostResumeCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a host that drains start runs again.",
        discussion: """
            EXAMPLES
              floe host resume h1
            """)

    @Argument(help: ArgumentHelp("The host.", valueName: "name"), completion: ServerNames.hosts)
    var name: String
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        let answer = try await client.drain(self.name, false)
        if self.form.isJSON { return try Answer.json(answer) }
        Answer.text("\(self.name): starts runs again")
    }
}
