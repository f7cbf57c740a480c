import ArgumentParser
import FloeConfig

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of flow files, for editors.")

    func run() { print(ConfigSchema.json()) }
}
