import ArgumentParser
import FloeConfig

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of flow files, for editors.",
        discussion: """
            EXAMPLES
              floe schema > floe.schema.json
              floe schema --markdown > flow-files.md
            """)

    @Flag(help: "Print the reference page of the language instead, as Markdown.")
    var markdown = false

    // Both texts end with a line break of their own.
    func run() { print(self.markdown ? ConfigSchema.markdown() : ConfigSchema.json(), terminator: "") }
}
