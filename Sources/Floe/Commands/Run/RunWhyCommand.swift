import ArgumentParser
import FloeAPI
import FloeCore

struct RunWhyCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Says why a run is where it is, and what would change it.",
        discussion: """
            What it waits for, who holds that, and why those wait in turn. With -o json it prints what GET /runs/REF/why gives.

            EXAMPLES
              floe run why h1-42
            """)

    @Argument(help: ArgumentHelp("The run, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "pending,active"))
    var ref: RunRef
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        if self.form.isJSON { return try Answer.json(try await client.get(Value.self, APIClient.Path.run(self.ref) + "/why")) }
        let view = try await client.why(self.ref)
        let paint = Paint.output
        var lines: [String] = []
        func add(_ who: String, _ reasons: [WaitView], depth: Int) {
            let indent = String(repeating: "  ", count: depth)
            lines.append(indent + who)
            for reason in reasons {
                let since = reason.since.map { paint(.dim, ", since \(TimeText.age($0))") } ?? ""
                lines.append("\(indent)  \(TextWidth.tame(reason.text))\(since)")
                if !reason.change.isEmpty { lines.append(paint(.dim, "\(indent)    until \(TextWidth.tame(reason.change))")) }
            }
        }
        add(paint(.bold, view.ref.description), view.why, depth: 0)
        for link in view.chain { add("\(paint(.bold, link.ref.description))  \(link.flow)  \(link.state)", link.why, depth: 1) }
        if view.why.isEmpty { lines.append("  nothing keeps it") }
        if view.chainIsCut { lines.append("  … and more runs behind these") }
        Answer.text(lines.joined(separator: "\n"))
    }
}
