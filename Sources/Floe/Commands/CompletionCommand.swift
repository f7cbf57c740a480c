import ArgumentParser

struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Prints a script that lets a shell complete floe's words.",
        discussion: """
            Commands and flags, and from the server flows, runs, nodes and hosts. When the server cannot be reached nothing is offered, \
            and nothing is said.

            EXAMPLES
              source <(floe completion bash)                     this shell; put it into ~/.bashrc for all
              floe completion zsh > ~/.zfunc/_floe               with fpath+=~/.zfunc before compinit in ~/.zshrc
              floe completion fish > ~/.config/fish/completions/floe.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    @Argument(help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"))
    var shell: Shell

    func run() throws {
        guard let shell = CompletionShell(rawValue: self.shell.rawValue) else { return }
        Answer.text(FloeCommand.completionScript(for: shell))
    }
}
