/// The language for editors and for people, made from the tables that files are checked with.
public enum ConfigSchema {
    /// JSON Schema, draft 2020-12: of configurations, and of flow files, which hold one flow by itself.
    ///
    /// It knows keys, types and which go together; what only a reading of the whole flow can tell (tags, templates) is left to `validate`.
    public static func json() -> String {
        let flow: JSONText = .object([("$ref", .string("#/$defs/\(Table.flow.id)"))])
        let config: JSONText = .object([("$ref", .string("#/$defs/\(Table.root.id)"))])
        let isConfig: JSONText = .object([
            ("anyOf", .list(Table.root.keys.map { .object([("required", .list([.string($0.name)]))]) }))
        ])
        let schema: JSONText = .object([
            ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", "Floe"), ("type", "object"), ("if", isConfig),
            ("then", config), ("else", flow), ("$defs", .object(Table.all.map { ($0.id, $0.schema) })),
        ])
        return schema.written() + "\n"
    }

    /// The reference page of the language, in Markdown.
    public static func markdown() -> String {
        var page = """
            # Keys of configurations and flow files

            Made from the tables that files are checked with. Durations are `90s`, `15m`, `2h`, `7d` or a number of seconds; sizes are
            `512MB`, `20GiB` or a number of bytes. Only `true` and `false` are booleans. Where text is
            wanted, a number is taken as it is written.

            `floe schema` gives the same as a JSON Schema, for editors: keys, types, and which go together. What one place of a file says of
            another it cannot tell, nor what is inside a text: tags of nodes that there are not, cycles and merges that can never fill, ids used
            twice, templates, `good-when`, values of form fields against their type, secrets by name. `floe validate` tells all of it.

            """
        for table in Table.all { page += "\n" + self.section(table) }
        return page
    }

    private static func section(_ table: Table) -> String {
        var text = "## \(table.id)\n\n\(table.meaning)\n"
        if !table.keys.isEmpty {
            text += "\n| key | type | default | meaning |\n|---|---|---|---|\n"
            for key in table.keys {
                let meaning = key.meaning + (key.later ? " *Not in this version.*" : "")
                let standard = key.required ? "*required*" : key.standard
                text += "| `\(key.name)` | \(self.cell(key.shape.words)) | \(self.cell(standard)) | \(self.cell(meaning)) |\n"
            }
        }
        if case .options(let tables)? = table.keys.first(where: { $0.name == "opts" })?.shape {
            let links = tables.keys.sorted().compactMap { type in tables[type].map { "[\(type)](#\($0.id))" } }
            text += "\n`opts` by `type`: \(links.joined(separator: ", ")).\n"
        }
        for names in table.exactlyOne { text += "\nOne of \(self.listed(names)) is needed, and only one.\n" }
        for names in table.atMostOne { text += "\n\(self.listed(names)) do not go together.\n" }
        if table.others != nil { text += "\nOther keys are allowed.\n" }
        return text
    }

    private static func listed(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: " and ") }
    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
