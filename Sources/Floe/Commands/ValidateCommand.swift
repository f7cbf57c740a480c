import ArgumentParser
import FloeConfig
import FloeSystem

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks flow files and tells everything that is wrong with them.",
        discussion: """
            Each problem stands on a line with the file, the line and the column. The exit status is 0 when all files are good, 2 when \
            one is not; a warning leaves it at 0.

            EXAMPLES
              floe validate default.yml
              floe validate flows/*.yml
            """)

    @Argument(help: ArgumentHelp("Flow files.", valueName: "file"))
    var files: [String]

    func run() throws {
        var failed = false
        for file in self.files {
            let text: String
            do {
                text = try TextFile.read(file, limit: 4 << 20)
            } catch {
                print("\(file): error: \(error)")
                failed = true
                continue
            }
            let (config, problems) = ConfigReader.read(text: text, file: file)
            for problem in problems { print(problem) }
            guard let config else {
                failed = true
                continue
            }
            for item in config.unsupported.untold { print("\(file):\(item.line):\(item.column): warning: \(item.message)") }
            print("\(file): good, \(config.flows.count) \(config.flows.count == 1 ? "flow" : "flows")")
        }
        if failed { throw ExitCode(CommandFailure.Status.usage.rawValue) }
    }
}
