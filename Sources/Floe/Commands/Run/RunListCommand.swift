import ArgumentParser
import FloeAPI
import FloeCore

struct RunListCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists runs, the youngest first.",
        discussion: """
            Conditions are met all at once. With -o json it prints {"runs": […], "next": …}, as GET /runs gives it.

            EXAMPLES
              floe run list                                 the last 20
              floe run list --flow release --result bad     what went wrong
              floe run list --state pending,active          what is not over
              floe run list --all -o json | jq -r '.runs[].ref'
            """,
        aliases: ["ls"])

    @Option(help: ArgumentHelp("Only runs of this flow.", valueName: "flow"), completion: ServerNames.flows)
    var flow: String?
    @Option(
        help: ArgumentHelp("pending, active or archive; several with commas.", valueName: "states"),
        completion: .list(RunRow.Phase.allCases.map(\.rawValue)))
    var state: String?
    @Option(help: ArgumentHelp("good, bad or cancelled.", valueName: "result"))
    var result: RunRow.Result?
    @Option(help: ArgumentHelp("Only runs of this branch.", valueName: "branch"))
    var branch: String?
    @Option(name: [.customShort("q"), .customLong("search")], help: ArgumentHelp("Only runs that hold this text.", valueName: "text"))
    var search: String?
    @Option(name: [.customShort("n"), .customLong("limit")], help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 20
    @Flag(help: "However many there are.")
    var all = false
    @OptionGroup var form: OutputOption
    @OptionGroup var server: ServerOptions

    func validate() throws {
        if self.limit < 1 { throw ValidationError("--limit must be 1 or more") }
        for word in self.state?.split(separator: ",") ?? [] where RunRow.Phase(rawValue: String(word)) == nil {
            throw ValidationError("--state '\(word)': give pending, active or archive, or several of them with commas")
        }
    }

    func run(on client: APIClient) async throws {
        let search = RunSearch(state: self.state, flow: self.flow, result: self.result, branch: self.branch, text: self.search)
        let limit = self.all ? Int.max : self.limit
        if self.form.isJSON {
            var runs: [Value] = []
            var next = Value.null
            for try await page in client.rawRuns(search, limit: limit) {
                runs += page.map?["runs"]?.list ?? []
                next = page.map?["next"] ?? .null
            }
            return try Answer.json(.map(["runs": .list(runs), "next": next]))
        }
        var runs: [RunSummary] = []
        var more = false
        for try await page in client.runs(search, limit: limit) {
            runs += page.runs
            more = page.next != nil
        }
        guard !runs.isEmpty else { return Answer.text(self.nothing) }
        Answer.text(RunTable.text(of: runs, flows: self.flow == nil, width: TerminalSize.width, paint: .output))
        if more, TerminalSize.width != nil { Answer.text(Paint.output(.dim, "there are more: --limit N or --all")) }
    }

    private var nothing: String {
        let isOpen = self.flow == nil && self.state == nil && self.result == nil && self.branch == nil && self.search == nil
        return isOpen ? "no runs yet; start one: floe flow run NAME" : "no such runs"
    }
}
