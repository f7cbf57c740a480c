import ArgumentParser
import FloeSystem

struct ExecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec", abstract: "Runs a flow here and now, without a server.",
        discussion: """
            Output comes as it is written, each line after the id of its node. A flow runs in a new folder, which is removed at the end. \
            Triggers that start flows by themselves do nothing, and host-tags are taken to be there.

            The exit status is that of the run: 0 good, 1 bad, 2 not started (usage, or an invalid file), 3 cancelled, 124 timed out. The \
            first Ctrl-C cancels the run, whose clean-up is then done; the second stops that too.

            With --node only that node runs, in an empty workspace: what it listens to is taken to have happened. What its texts name of \
            other nodes is given with --set NODE.KEY=VALUE, what they name of the trigger with --set KEY=VALUE (as far as the form does \
            not say it); what is missing is told before anything starts.

            With -o json each line is an object with a 'type': 'note' (text), 'output' (lines of an attempt), 'attempt' (how one ended), \
            'event' (as the event streams of a server have them, but for the cursor), and at the end 'run': the whole run as the API \
            shows it, with the status of each node, and the exit status. Nobody is asked then: questions are answered by --set.

            EXAMPLES
              floe exec flows.yml release --set version=1.2
              floe exec flows.yml release --set version=1.2 --set approve.ok=yes
              floe exec flows.yml release --node build --set version=1.2
            """)

    @Argument(help: ArgumentHelp("The flow file.", valueName: "file"))
    var file: String
    @Argument(help: ArgumentHelp("The flow; may be left out when it is the only one, or is called 'default'.", valueName: "flow"))
    var flow: String?
    @OptionGroup var start: StartOptions
    @Option(help: ArgumentHelp("Run only this node.", valueName: "id"))
    var node: String?
    @OptionGroup var form: OutputOption
    @Flag(help: "Keep the folder with the workspace and the logs.")
    var keep = false

    func run() async throws {
        let path = FilePath.expand(self.file, in: FilePath.working)
        let request = try await BlockingPool.shared.run {
            try ExecRequest(path: path, flow: self.flow, node: self.node, trigger: self.start.trigger, settings: self.start.settings)
        }
        let status = try await ExecProgram.run(request, keep: self.keep, form: self.form.output)
        if status != 0 { throw ExitCode(status) }
    }
}
