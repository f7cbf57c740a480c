import ArgumentParser
import FloeAPI
import FloeCore
import FloeSystem

struct HostForgetCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Gives up a host that will not come back.",
        discussion: """
            Runs that were given to it end as lost, and nobody waits for it any more. What only its disk knows is gone with it: runs it
            adopted, and logs and artifacts of those it executed. A host that has lost its disk but is there needs no forgetting.

            It asks for the name to be typed, unless --yes is given.

            EXAMPLES
              floe host forget h3
              floe host forget http://10.0.0.9:8080 --yes      one that was never seen
            """)

    @Argument(help: ArgumentHelp("The host, or its address where it was never seen.", valueName: "name"), completion: ServerNames.hosts)
    var name: String
    @Flag(help: "Do not ask.")
    var yes = false
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        let host = try await client.hosts().hosts.first { $0.name == self.name }
        if !self.yes {
            Answer.text(
                """
                \(self.name)\(host?.lastSeen.map { ", last seen \(TimeText.age($0)) ago," } ?? "") is given up:
                - runs that were given to it end as lost, although they may be running there still
                - runs that it adopted and that wait there are not known to others
                - if it comes back it ends what it has as lost, and takes part again as a new host
                Type \(self.name) to go on:
                """)
            guard readLine() == self.name else { throw CommandFailure("that is not '\(self.name)': nothing was done", .usage) }
        }
        try await client.forget(self.name)
        Answer.text("\(self.name): forgotten")
    }
}
