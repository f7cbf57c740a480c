import ArgumentParser
import FloeAPI

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Prints the version of this program.",
        discussion: """
            EXAMPLES
              floe version
              floe version -o json      {"version": "0.1.0"}
            """)

    @OptionGroup var form: OutputOption

    func run() throws {
        if self.form.isJSON { return try Answer.json(VersionView(version: FloeVersion.current)) }
        Answer.text("floe \(FloeVersion.current)")
    }
}
