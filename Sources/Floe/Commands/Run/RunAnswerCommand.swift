import ArgumentParser
import FloeAPI
import FloeCore
import FloeSystem

struct RunAnswerCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Answers a node of a run that waits for a person.",
        discussion: """
            What is not given by --set is asked on the terminal. Without a node the one that waits is meant.

            EXAMPLES
              floe run answer h1-42                          asks what there is to ask
              floe run answer h1-42 approve --set ok=yes
            """)

    @Argument(help: ArgumentHelp("The run, as in h1-42.", valueName: "ref"), completion: ServerNames.runs(state: "active"))
    var ref: RunRef
    @Argument(help: ArgumentHelp("The node that waits.", valueName: "node"), completion: ServerNames.nodes)
    var node: String?
    @Option(
        name: .customLong("set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("The value of a field.", valueName: "field=value"))
    var settings: [String] = []
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func run(on client: APIClient) async throws {
        let run = try await client.run(self.ref)
        let node = try self.chosen(of: run)
        guard let asked = node.form else { throw CommandFailure("'\(node.id)' of \(self.ref) waits for no answer") }
        let form = asked.form
        let (settings, misspelt) = GivenValues.read(self.settings)
        var (given, problems) = settings.asValues
        problems += misspelt
        problems += given.keys.filter { key in !form.fields.contains { $0.id == key } }.sorted().map {
            "--set \($0): is no field; those are \(form.fields.map(\.id).joined(separator: ", "))"
        }
        guard problems.isEmpty else { throw CommandFailure(problems.joined(separator: "\n"), .usage) }
        if given.count < form.fields.count, Keyboard.isThere, let keyboard = Keyboard(), !self.form.isJSON {
            let interview = Interview(terminal: Terminal(), keyboard: keyboard)
            let before = given
            guard let values = await Keyboard.untilInterrupted({ await interview.ask(form, of: node.id, given: before) }) else {
                throw CommandFailure("no answer was given; '\(node.id)' waits on", .cancelled)
            }
            given = values
        }
        let checked: Values
        switch form.check(given, matches: Pattern.matches) {
        case .success(let values): checked = values
        case .failure(let failure):
            throw CommandFailure(failure.problems.map { "--set \($0.field): \($0.message)" }.joined(separator: "\n"), .usage)
        }
        try await client.answer(self.ref, node.id, AnswerBody(values: checked, pass: node.pass), key: RequestKey.make())
        if self.form.isJSON { return try Answer.json(Accepted(run: self.ref)) }
        Answer.text("\(self.ref): \(node.id) is answered\(checked.isEmpty ? "" : ": \(QuestionDesk.words(checked, form))")")
    }

    private func chosen(of run: RunView) throws -> NodeView {
        let waiting = run.nodes.filter { $0.form != nil }
        let ids = waiting.map(\.id).joined(separator: ", ")
        if let id = self.node {
            if let node = waiting.last(where: { $0.id == id }) { return node }
            let known = run.nodes.contains { $0.id == id }
            let hint = known ? "" : Suggestion.hint(for: id, among: run.nodes.map(\.id))
            let rest = ids.isEmpty ? "no node of it waits for an answer" : "those that wait are \(ids)"
            throw CommandFailure(
                known ? "'\(id)' of \(self.ref) does not wait for an answer; \(rest)" : "\(self.ref) has no node '\(id)'\(hint); \(rest)",
                known ? .bad : .usage)
        }
        guard let node = waiting.first else { throw CommandFailure("no node of \(self.ref) waits for an answer") }
        guard waiting.count == 1 else { throw CommandFailure("several nodes of \(self.ref) wait; name one of them: \(ids)", .usage) }
        return node
    }
}
