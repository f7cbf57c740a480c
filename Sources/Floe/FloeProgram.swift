import ArgumentParser
import FloeSystem
import Glibc

/// The program: spells the words of the command line as the commands declare them, runs one, and exits as it ended.
@main
enum FloeProgram {
    static func main() async {
        if let problem = Failpoint.arm() {
            Complaint.tell("floe: \(problem)")
            Glibc.exit(CommandFailure.Status.usage.rawValue)
        }
        // Before anything else is woken: it is to be small, and to be there at once.
        let given = CommandLine.arguments.dropFirst()
        if given.first == KeeperProgram.word { Glibc.exit(KeeperProgram.run(Array(given.dropFirst()))) }
        let words = Words.normalise(Array(CommandLine.arguments.dropFirst()))
        do {
            try Misspelling.check(words)
            var command = try await FloeCommand.asyncParseAsRoot(words)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Self.exit(with: error)
        }
    }

    private static func exit(with error: any Error) -> Never {
        if let failure = error as? CommandFailure {
            Complaint.tell("floe: \(failure)")
            Glibc.exit(failure.status.rawValue)
        }
        let code = FloeCommand.exitCode(for: error)
        // Help and versions are asked for: they are answers.
        if code == .success {
            Answer.text(FloeCommand.fullMessage(for: error))
            Glibc.exit(0)
        }
        if code == .validationFailure {
            Complaint.tell(FloeCommand.fullMessage(for: error))
            Glibc.exit(CommandFailure.Status.usage.rawValue)
        }
        if !(error is ExitCode) { Complaint.tell("floe: \(error)") }
        Glibc.exit(code.rawValue)
    }
}
