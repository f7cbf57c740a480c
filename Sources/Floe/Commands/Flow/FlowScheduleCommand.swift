import ArgumentParser
import FloeAPI
import FloeCore
import FloeHub
import FloeSystem

struct FlowScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Tells when a flow starts next by its timer triggers.",
        discussion: """
            The host tells when it will start the flow. With --file the flow is read from a file and no host is asked: a period is counted \
            from now then. With -o json it prints {"fires": [{"trigger", "at", "local", "note"}]}: by which trigger, the time in UTC and on \
            the clock of the host, and what is special about it.

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
        let schedule = try await self.schedule()
        guard !schedule.fires.isEmpty else {
            throw CommandFailure("the flow '\(self.name)' is not started by a timer: it has no timer trigger, or cannot be started", .usage)
        }
        if self.form.isJSON { return try Answer.json(schedule) }
        var table = TextTable([
            .init("LOCAL TIME"), .init("IN", isNumber: true), .init("TRIGGER"), .init("UTC", rank: 2), .init("NOTE", rank: 1, isText: true),
        ])
        let now = HubClock.system.now()
        for fire in schedule.fires {
            let local = fire.local.replacing("T", with: " ", maxReplacements: 1)
            table.rows.append([
                .init(local, .bold), .init(TimeText.length(fire.at.moment - now)), .init(fire.trigger),
                .init(fire.at.description, .dim), .init(fire.note, .dim),
            ])
        }
        Answer.text(table.text(width: TerminalSize.width, paint: .output))
    }

    private func schedule() async throws -> FireList {
        let (name, count) = (self.name, self.next)
        guard let path = self.file else {
            return try await self.server.call { try await $0.namedFlow(name) { try await $0.schedule($1, next: count) } }
        }
        return try await BlockingPool.shared.run {
            let path = FilePath.expand(path, in: FilePath.working)
            let file = try FlowFile.read(path, remedy: "name a flow file", hosting: false)
            return FireList(try file.flow(named: name, in: path).flow.triggers, from: HubClock.system.now(), count: count)
        }
    }
}
