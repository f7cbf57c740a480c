import ArgumentParser
import FloeAPI
import FloeCore

struct HostListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists hosts.",
        discussion: """
            With -o json it prints what GET /hosts gives: {"hosts": […]}.

            EXAMPLES
              floe host list
              floe host list -o json | jq -r '.hosts[] | select(.state != "active") | .name'
            """,
        aliases: ["ls"])

    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        if self.form.isJSON { return try Answer.json(try await client.get(Value.self, APIClient.Path.hosts)) }
        var table = TextTable([
            .init("HOST"), .init("KIND", rank: 4), .init("STATE"), .init("TASKS", isNumber: true), .init("TAGS", rank: 1, isText: true),
            .init("VERSION", rank: 3), .init("SEEN", rank: 2, isNumber: true),
        ])
        let hosts = try await client.hosts().hosts
        for host in hosts {
            table.rows.append([
                .init(host.name, .bold), .init(host.kind.rawValue, .dim), .init(host.state.rawValue, host.state.colour),
                .init("\(host.load)/\(host.slots)"),
                .init(host.tags.joined(separator: ", ")), .init(host.version, .dim),
                .init(host.lastSeen.map { TimeText.age($0) } ?? "never", .dim),
            ])
        }
        let problems = hosts.flatMap { host in host.problems.map { "\(host.name): \($0)" } }
        Answer.text(([table.text(width: TerminalSize.width, paint: .output)] + problems).joined(separator: "\n"))
    }
}

extension HostView.State {
    var colour: Paint.Colour {
        switch self {
        case .active: .green
        case .warning, .draining: .yellow
        case .dead: .red
        }
    }
}
