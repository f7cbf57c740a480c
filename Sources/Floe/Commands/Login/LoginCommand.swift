import ArgumentParser
import FloeAPI
import FloeSystem
import FoundationEssentials

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Logs in to a server, so that the other commands talk to it.",
        discussion: """
            The token is asked for without showing it, or read from standard input, --token, FLOE_TOKEN or the file of FLOE_TOKEN_FILE; it \
            is tried, and then kept in ~/.config/floe/logins.json, for you alone. Several servers can be kept: the last login is the one \
            that is meant where no --url is given, and --url finds the token of another.

            A host that was started without -admin keeps its token in admin.token of its root.

            EXAMPLES
              floe login https://floe.example.org
              floe login http://127.0.0.1:8080 < ~/.floe/h1/admin.token
              floe login https://floe.internal --ca company-ca.pem
              floe login --list
            """)

    @Argument(help: ArgumentHelp("The server.", valueName: "url"))
    var url: String?
    @Option(help: ArgumentHelp("What lets you in. (FLOE_TOKEN, FLOE_TOKEN_FILE; else it is asked for)", valueName: "token"))
    var token: String?
    @Option(
        help: ArgumentHelp("Authorities that are trusted besides the system's, PEM. (FLOE_CA)", valueName: "file"), completion: .file())
    var ca: String?
    @Flag(help: "Only list the servers that were logged in to.")
    var list = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let path = Logins.path(environment)
        var logins = try await BlockingPool.shared.run { try Logins.read(path) }
        if self.list { return Self.tell(logins) }
        let flags = ["url": self.url, "token": self.token, "ca": self.ca].compactMapValues(\.self)
        let reader = SettingsReader(flags: flags, environment: environment) { try TextFile.read($0, limit: 1 << 16) }
        guard self.url != nil || environment["FLOE_URL"] != nil || logins.current != nil else {
            throw CommandFailure("name the server: floe login http://127.0.0.1:8080", .usage)
        }
        // What was saved for it does not count: that is what is to be replaced.
        var without = Logins()
        without.current = logins.current
        let settings = try ServerSettings(reader, logins: without)
        let token = try await self.token(settings)
        let me: MeView
        do {
            me = try await APIClient.with(settings.address, token: token, ca: settings.caPath) { try await $0.me() }
        } catch let failure as APIFailure {
            if failure.isNotAllowed {
                throw CommandFailure("\(settings.address) does not take this token; nothing was saved", .unreachable)
            }
            throw settings.failure(failure)
        }
        logins.add(Logins.Login(url: settings.address.description, token: token, ca: settings.caPath))
        try await BlockingPool.shared.run { [logins] in try logins.write(path) }
        Answer.text("logged in to \(settings.address), host \(me.host), floe \(me.version); kept in \(path)")
        if !settings.address.isSecure, !Self.isNear(settings.address) {
            Complaint.tell("floe: what goes there is not encrypted: the token can be read on the way; use https")
        }
    }

    private func token(_ settings: ServerSettings) async throws -> String {
        if let token = settings.token { return token.value }
        guard let keyboard = Keyboard() else { throw CommandFailure("the token cannot be asked for; give it with FLOE_TOKEN", .usage) }
        let isThere = Keyboard.isThere
        let question = isThere ? "The token for \(settings.address) (it is not shown):" : nil
        let line = await Keyboard.untilInterrupted { await keyboard.line(hidden: isThere, question: question) }
        let token = line.map { $0.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "" } ?? ""
        guard !token.isEmpty else { throw CommandFailure("no token was given; nothing was saved", .usage) }
        return token
    }

    private static func isNear(_ address: ServerAddress) -> Bool {
        ["http://127.", "http://localhost", "http://[::1]"].contains { address.origin.hasPrefix($0) }
    }

    private static func tell(_ logins: Logins) {
        guard !logins.logins.isEmpty else { return Answer.text("no logins; log in with: floe login URL") }
        for login in logins.logins {
            let isCurrent = login.url == logins.current
            Answer.text("\(isCurrent ? "*" : " ") \(login.url)\(login.ca.map { "  (authorities of \($0))" } ?? "")")
        }
    }
}
