import ArgumentParser
import FloeAPI
import FloeCore

struct HostDrainCommand: HostOrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Lets a host start no more runs; those that have begun go on.",
        discussion: """
            It stays so over restarts, until it is resumed. With -o json it prints the host, as POST /hosts/NAME/drain gives it.

            EXAMPLES
              floe host drain h1
              floe run list --state active        what still runs there
              floe host resume h1
            """)

    @Argument(help: ArgumentHelp("The host.", valueName: "name"), completion: ServerNames.hosts)
    var name: String
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    static var drains: Bool { true }

    func told(of host: Value) -> String {
        let running = host.map?["load"]?.int ?? 0
        let left = running == 0 ? "nothing runs there" : "\(running) \(running == 1 ? "task runs" : "tasks run") there still"
        return "drains, \(left); let it start runs again with: floe host resume \(self.name)"
    }
}
