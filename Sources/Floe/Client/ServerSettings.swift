import FloeAPI
import FloeSystem

/// Which server a command talks to, and as whom, each with where that comes from.
struct ServerSettings: Sendable {
    static let standardURL = "http://127.0.0.1:8080"

    let address: ServerAddress
    let url: Setting
    let token: Setting?
    let ca: Setting?

    /// A flag first, then the environment, then what `floe login` saved, then the host that a person starts first.
    init(_ reader: SettingsReader, logins: Logins) throws {
        let saved = logins.current.map { Setting(name: "url", value: $0, origin: .login) }
        self.url = try reader.find("url") ?? saved ?? Setting(name: "url", value: Self.standardURL, origin: .standard)
        guard let address = ServerAddress(self.url.value) else {
            throw HostConfig.wrong(self.url, "is no address; write it as https://floe.example.org or http://127.0.0.1:8080")
        }
        self.address = address
        // What was saved for a server is shown to that server alone.
        let login = logins[address]
        self.token =
            try reader.find("token", isSecret: true)
            ?? login.map { Setting(name: "token", value: $0.token, origin: .login, isSecret: true) }
        self.ca = try reader.find("ca") ?? login?.ca.map { Setting(name: "ca", value: $0, origin: .login) }
    }

    var caPath: String? { self.ca.flatMap { $0.value.isEmpty ? nil : FilePath.expand($0.value, in: FilePath.working) } }

    /// A call's failure as the command's: with where the address and the token come from, where that is the question.
    func failure(_ failure: APIFailure) -> CommandFailure {
        switch failure {
        case .unreachable, .unreadable: return CommandFailure("\(failure)\n  \(self.whence)", .unreachable)
        case .broken: return CommandFailure("\(failure)", .unreachable)
        case .refused:
            if failure.isNotAllowed { return CommandFailure("\(failure)\n  \(self.whenceToken)", .unreachable) }
            switch failure.status ?? 500 {
            case 409: return CommandFailure("\(failure)")
            case 429, 500...: return CommandFailure("\(failure)", .unreachable)
            default: return CommandFailure("\(failure)", .usage)
            }
        }
    }

    private var whence: String {
        switch self.url.origin {
        case .standard: "that is the default; name the server with --url or FLOE_URL, or log in to it: floe login URL"
        case .login: "that is where you logged in last; name another server with --url or FLOE_URL, or log in to it: floe login URL"
        case .flag: "that is what --url says"
        default: "that is what \(self.url.origin) says"
        }
    }

    private var whenceToken: String {
        guard let token = self.token else {
            return """
                no token was given: log in with 'floe login \(self.address)', or give FLOE_TOKEN; a host that was started without -admin \
                keeps its token in admin.token of its root
                """
        }
        switch token.origin {
        case .login: return "the token is the one saved by 'floe login'; log in again: floe login \(self.address)"
        case .flag: return "the token is the one of --token"
        default: return "the token comes from \(token.origin)"
        }
    }
}
