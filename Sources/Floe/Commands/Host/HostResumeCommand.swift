import ArgumentParser
import FloeAPI
import FloeCore

struct HostResumeCommand: HostOrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a host that drains start runs again.",
        discussion: """
            With -o json it prints the host, as POST /hosts/NAME/resume gives it.

            EXAMPLES
              floe host resume h1
            """)

    @Argument(help: ArgumentHelp("The host.", valueName: "name"), completion: ServerNames.hosts)
    var name: String
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    static var drains: Bool { false }

    func told(of host: Value) -> String { "starts runs again" }
}
