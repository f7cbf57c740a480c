import ArgumentParser
import FloeAPI
import FloeCore
import FloeHub
import FloeSystem

struct FlowScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Tells when a flow starts next by its timer triggers.",
        discussion: """
            A period is counted from when the host took up the flow, at its start or when the file changed; here it is counted from now. \
            With --file the flow is read from a file, and no server is asked. With -o json it prints {"fires": [{"at", "local", "note"}]}: \
            the time in UTC, on the clock of this machine, and by which trigger.

            EXAMPLES
              floe flow schedule nightly
              floe flow schedule nightly --next 10 -o json
              floe flow schedule nightly --file flows.yml
            """)

    @Argument(help: ArgumentHelp("The flow.", valueName: "name"), completion: ServerNames.flows)
    var name: String
    @Option(help: ArgumentHelp("How many starts, 1 to 1000.", valueName: "count"))
    var next = 5
    @Option(help: ArgumentHelp("Read the flow from this file.", valueName: "file"), completion: .file(extensions: ["yml", "yaml"]))
    var file: String?
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func validate() throws { if !(1...1000).contains(self.next) { throw ValidationError("--next takes 1 to 1000") } }

    func run() async throws {
        let timers = try await self.timers()
        guard !timers.isEmpty else { throw CommandFailure("the flow '\(self.name)' has no timer triggers", .usage) }
        let schedule = FireList(timers, from: HubClock.system.now(), count: self.next)
        if self.form.isJSON { return try Answer.json(schedule) }
        var table = TextTable([
            .init("LOCAL TIME"), .init("IN", isNumber: true), .init("UTC", rank: 2), .init("NOTE", rank: 1, isText: true),
        ])
        let now = HubClock.system.now()
        for fire in schedule.fires {
            table.rows.append([
                .init(fire.local, .bold), .init(TimeText.length(fire.at.moment - now)), .init(fire.at.description, .dim),
                .init(fire.note, .dim),
            ])
        }
        Answer.text(table.text(width: TerminalSize.width, paint: .output))
    }

    private func timers() async throws -> [FireList.Timer] {
        guard let path = self.file else {
            let flow = try await self.server.call { try await $0.namedFlow(self.name) { try await $0.flow($1, limit: 1) } }
            return flow.triggers.compactMap { trigger in
                guard trigger.type == .timer, let period = trigger.period else { return nil }
                return FireList.Timer(id: trigger.id, period: Span(milliseconds: Int64(period * 1000)))
            }
        }
        let name = self.name
        return try await BlockingPool.shared.run {
            let path = FilePath.expand(path, in: FilePath.working)
            let file = try FlowFile.read(path, remedy: "name a flow file", hosting: false)
            return try file.flow(named: name, in: path).flow.triggers.compactMap { trigger in
                guard trigger.kind == .timer, let period = trigger.period else { return nil }
                return FireList.Timer(id: trigger.id, period: period)
            }
        }
    }
}
