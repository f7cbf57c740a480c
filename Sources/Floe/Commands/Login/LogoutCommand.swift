import ArgumentParser
import FloeAPI
import FloeSystem
import FoundationEssentials

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Forgets the token of a server.",
        discussion: """
            It is forgotten here; the token itself stays valid on the server.

            EXAMPLES
              floe logout                              the last login
              floe logout https://floe.example.org
              floe logout --all
            """)

    @Argument(help: ArgumentHelp("The server. (default: the last login)", valueName: "url"))
    var url: String?
    @Flag(help: "Forget all of them.")
    var all = false

    func run() async throws {
        let path = Logins.path(ProcessInfo.processInfo.environment)
        var logins = try await BlockingPool.shared.run { try Logins.read(path) }
        if self.all {
            logins = Logins()
        } else {
            guard let text = self.url ?? logins.current else { throw CommandFailure("there is no login to forget", .usage) }
            guard let address = ServerAddress(text) else { throw CommandFailure("'\(text)' is no address of a server", .usage) }
            guard logins.remove(address) else {
                let known = logins.logins.map(\.url).joined(separator: ", ")
                throw CommandFailure("there is no login for \(address)\(known.isEmpty ? "" : "; there are \(known)")", .usage)
            }
            Answer.text("forgot \(address)\(logins.current.map { "; now \($0) is meant" } ?? "")")
        }
        try await BlockingPool.shared.run { [logins] in try logins.write(path) }
        if self.all { Answer.text("forgot all logins") }
    }
}
