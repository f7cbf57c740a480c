import ArgumentParser
import FloeAPI
import FloeSystem
import FoundationEssentials

/// The server a command talks to.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server. (FLOE_URL; default: where you logged in last, else \(ServerSettings.standardURL))", valueName: "url"))
    var url: String?
    @Option(help: ArgumentHelp("What lets you in. (FLOE_TOKEN, FLOE_TOKEN_FILE; default: what floe login saved)", valueName: "token"))
    var token: String?
    @Option(
        help: ArgumentHelp("Authorities that are trusted besides the system's, PEM. (FLOE_CA)", valueName: "file"), completion: .file())
    var ca: String?

    private var flags: [String: String] {
        let all: [String: String?] = ["url": self.url, "token": self.token, "ca": self.ca]
        return all.compactMapValues(\.self)
    }

    /// Reads files.
    func settings() async throws -> ServerSettings {
        let flags = self.flags
        return try await BlockingPool.shared.run {
            let environment = ProcessInfo.processInfo.environment
            let reader = SettingsReader(flags: flags, environment: environment) { try TextFile.read($0, limit: 1 << 16) }
            return try ServerSettings(reader, logins: try Logins.read(Logins.path(environment)))
        }
    }

    /// Talks to the server, and words what goes wrong for the person who gave the command.
    func call<Result>(_ body: (APIClient) async throws -> Result) async throws -> Result {
        let settings = try await self.settings()
        do {
            return try await APIClient.with(settings.address, token: settings.token?.value, ca: settings.caPath, body)
        } catch let failure as APIFailure {
            throw settings.failure(failure)
        }
    }
}
