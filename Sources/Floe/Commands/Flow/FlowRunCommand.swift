import ArgumentParser
import FloeAPI
import FloeCore
import FloeSystem

struct FlowRunCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Starts a run of a flow and follows it to its end.",
        discussion: """
            Output comes as it is written, each line after the id of its node. What the flow asks for and --set does not give is asked on \
            the terminal, before it starts and while it runs. The exit status is that of the run: 0 good, 1 bad, 3 cancelled, 124 timed \
            out; 2 when it was not started, 4 when the server cannot be reached or does not allow it.

            The first Ctrl-C cancels the run, whose clean-up is then done; the second stops that too; the third leaves. The run is the \
            server's: it goes on when this command is killed or the connection breaks, and with --detach it is not followed at all.

            With -o json nothing is told but the run at its end, as GET /runs/REF gives it; with --detach, {"run": "h1-42"}.

            EXAMPLES
              floe flow run release --set version=1.2
              floe flow run release --set version=1.2 --set approve.ok=yes   answers the node 'approve' too
              floe flow run nightly --detach                                 prints h1-42
              floe flow run release --dry-run                                what would be done
            """)

    @Argument(help: ArgumentHelp("The flow.", valueName: "name"), completion: ServerNames.flows)
    var name: String
    @OptionGroup var start: StartOptions
    @Flag(help: "Do not follow it: print its name and leave.")
    var detach = false
    @Flag(help: "Check the values, tell what would be done, and start nothing.")
    var dryRun = false
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        let flow = try await client.namedFlow(self.name) { try await $0.flow($1, limit: 1) }
        let start = try FlowStartForm(flow, trigger: self.start.trigger)
        let (given, misspelt) = GivenValues.read(self.start.settings)
        let nodes = Set(flow.nodes.filter { $0.type == "data" && !$0.hidden }.map(\.id))
        var sorted = given.sort(into: nodes, form: start.form)
        sorted.problems += misspelt
        let values = try await self.complete(sorted.values, start.form, problems: sorted.problems)
        if self.dryRun { return Answer.text(Self.plan(flow, start, values)) }
        let ref = try await client.start(
            flow.id, TriggerBody(trigger: start.trigger?.id, values: values), key: RequestKey.make())
        if self.detach {
            if self.form.isJSON { return try Answer.json(Accepted(run: ref)) }
            return Answer.text(ref.description)
        }
        if !self.form.isJSON, Terminal().isInteractive { Answer.text(Paint.output(.dim, "floe: \(ref), on \(client.address)")) }
        let followed = FollowedRun(client: client, ref: ref, flow: flow.id, answers: sorted.answers, asJSON: self.form.isJSON)
        try await followed.follow()
    }

    /// The values with what was asked for, checked.
    private func complete(_ given: Values, _ form: Form, problems: [String]) async throws -> Values {
        guard problems.isEmpty else { throw self.cannotStart(problems) }
        switch form.check(given, matches: Pattern.matches) {
        case .success(let values): return values
        case .failure(let failure):
            // Only what is missing is asked: what was given wrong is told.
            let isMissing = failure.problems.allSatisfy { given[$0.field] == nil }
            guard isMissing, !self.form.isJSON, Keyboard.isThere, let keyboard = Keyboard() else {
                throw self.cannotStart(failure.problems.map { "--set \($0.field): \($0.message)" })
            }
            let (interview, name) = (Interview(terminal: Terminal(), keyboard: keyboard), self.name)
            guard let values = await Keyboard.untilInterrupted({ await interview.ask(form, of: name, given: given) }) else {
                throw CommandFailure("nothing was started", .cancelled)
            }
            switch form.check(values, matches: Pattern.matches) {
            case .success(let values): return values
            case .failure(let failure): throw self.cannotStart(failure.problems.map { "\($0.field): \($0.message)" })
            }
        }
    }

    private func cannotStart(_ problems: [String]) -> CommandFailure {
        CommandFailure("the flow '\(self.name)' cannot be started so:\n  " + problems.joined(separator: "\n  "), .usage)
    }

    private static func plan(_ flow: FlowView, _ start: FlowStartForm, _ values: Values) -> String {
        let trigger = start.trigger.map { " by '\($0.id)'" } ?? ""
        let given = values.isEmpty ? "" : " with \(QuestionDesk.words(values, start.form))"
        var lines = ["would start \(flow.id), version \(flow.ver)\(trigger)\(given)"]
        for item in flow.unsupported { lines.append("  but it cannot be started: \(item)") }
        let levels = flow.levels.dropFirst()
        for (number, level) in levels.enumerated() where !level.isEmpty {
            lines.append("  level \(number + 1): \(level.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
