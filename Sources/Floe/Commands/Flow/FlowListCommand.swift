import ArgumentParser
import FloeAPI
import FloeCore
import FloeHub

struct FlowListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists flows with how their last runs ended.",
        discussion: """
            LAST shows the last runs, the youngest first: + good, x bad, o cancelled, . not over. NEXT IN is the time to the next start by \
            a timer. With -o json it prints what GET /flows gives: {"flows": […]}.

            EXAMPLES
              floe flow list
              floe flow list -o json | jq -r '.flows[].id'
            """,
        aliases: ["ls"])

    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        if self.form.isJSON { return try Answer.json(try await client.get(Value.self, APIClient.Path.flows)) }
        let flows = try await client.flows().flows
        guard !flows.isEmpty else { return Answer.text("no flows; the host's flow file (-conf) has none") }
        let now = HubClock.system.now()
        var table = TextTable([
            .init("FLOW"), .init("NAME", rank: 3, isText: true), .init("STATE", rank: 0), .init("LAST", rank: 2),
            .init("RUN", rank: 4), .init("AGE", rank: 1, isNumber: true), .init("USUALLY", rank: 6, isNumber: true),
            .init("NEXT IN", rank: 5, isNumber: true), .init("STARTED BY", rank: 7, isText: true),
        ])
        for flow in flows {
            let last = flow.runs.first
            let (state, colour) = Self.state(flow)
            let next = flow.triggers.compactMap(\.nextAt).min().map { TimeText.length($0.moment - now) }
            table.rows.append([
                .init(flow.id, .bold), .init(flow.name == flow.id ? "" : flow.name), .init(state, colour),
                .init(String(flow.runs.prefix(10).map(Self.mark))), .init(last?.ref.description ?? ""),
                .init((last?.endedAt ?? last?.startedAt).map { TimeText.age($0, now: now) } ?? "", .dim),
                .init(flow.usualSeconds.map { TimeText.length(seconds: $0) } ?? "", .dim),
                .init(next ?? "", .dim),
                .init(Set(flow.triggers.map(\.type.rawValue)).sorted().joined(separator: ", "), .dim),
            ])
        }
        Answer.text(table.text(width: TerminalSize.width, paint: .output))
    }

    private static func state(_ flow: FlowSummary) -> (String, Paint.Colour?) {
        if !flow.unsupported.isEmpty { return ("cannot run", .red) }
        guard let last = flow.runs.first else { return ("never run", .dim) }
        if last.waitsForPerson { return ("waiting", .yellow) }
        return last.result.map { ($0.rawValue, $0.colour) } ?? (last.state.rawValue, .blue)
    }

    private static func mark(_ run: RunBrief) -> Character {
        switch run.result {
        case .good: "+"
        case .bad: "x"
        case .cancelled: "o"
        case nil: "."
        }
    }
}
