import ArgumentParser
import FloeAPI
import FloeCore

struct HostShowCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a host and what is known of its machine.",
        discussion: """
            With -o json it prints what GET /hosts/NAME gives.

            EXAMPLES
              floe host show h1
              floe host show h1 -o json | jq -r .facts.memory_mb
            """)

    @Argument(help: ArgumentHelp("The host.", valueName: "name"), completion: ServerNames.hosts)
    var name: String
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        if self.form.isJSON { return try Answer.json(try await client.get(Value.self, APIClient.Path.host(self.name))) }
        let host = try await client.host(self.name)
        let paint = Paint.output
        var facts = [
            ("kind", host.kind == .agent ? "agent: takes tasks of this hub" : ""), ("tasks", "\(host.load) of \(host.slots) slots"),
            ("tags", host.tags.joined(separator: ", ")), ("version", host.version),
            ("seen", host.lastSeen.map { TimeText.age($0) } ?? "not since the host that was asked started"),
            ("address", host.address ?? ""),
        ]
        facts += host.facts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let widest = facts.map { TextWidth.of($0.0) }.max() ?? 0
        var lines = ["\(paint(.bold, host.name))  \(paint(host.state.colour, host.state.rawValue))"]
        for (name, value) in facts where !value.isEmpty {
            lines.append("  \(paint(.dim, name))\(String(repeating: " ", count: widest - TextWidth.of(name)))  \(TextWidth.tame(value))")
        }
        lines += host.problems.map { "  \(paint(.yellow, TextWidth.tame($0)))" }
        Answer.text(lines.joined(separator: "\n"))
    }
}
