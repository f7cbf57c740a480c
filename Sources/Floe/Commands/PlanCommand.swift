import ArgumentParser
import FloeSystem

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Shows what a flow would do, and runs nothing.",
        discussion: """
            Levels, what each node listens to, what the flow locks, the hosts and secrets it needs, and what of it this version does \
            not do.

            EXAMPLES
              floe plan flows.yml release
              floe plan flows.yml release -o json
            """)

    @Argument(help: ArgumentHelp("The flow file.", valueName: "file"))
    var file: String
    @Argument(help: ArgumentHelp("The flow; may be left out when it is the only one, or is called 'default'.", valueName: "flow"))
    var flow: String?
    @OptionGroup var form: OutputOption

    func run() throws {
        let path = FilePath.expand(self.file, in: FilePath.working)
        let file = try FlowFile.read(path, remedy: "name a flow file", hosting: false)
        let chosen = try file.flow(named: self.flow, in: path)
        let plan = FlowPlan(try file.whole(chosen, in: path), in: file)
        if self.form.isJSON { return try Answer.json(plan) }
        Answer.text(plan.text)
    }
}
