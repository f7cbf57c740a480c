import FloeCore
import Foundation
import Testing

@testable import FloeConfig

struct SchemaTests {
    private func schema() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(ConfigSchema.json().utf8)) as? [String: Any])
    }

    @Test
    func `the schema has the keys that files are checked with, and no other`() throws {
        let definitions = try #require(try self.schema()["$defs"] as? [String: [String: Any]])
        #expect(Set(definitions.keys) == Set(Table.all.map(\.id)))
        #expect(Table.all.count == definitions.count)
        for table in Table.all {
            let definition = try #require(definitions[table.id])
            let properties = try #require(definition["properties"] as? [String: [String: Any]])
            #expect(Set(properties.keys) == Set(table.keys.map(\.name)), "\(table.id)")
            #expect(Set(definition["required"] as? [String] ?? []) == Set(table.keys.filter(\.required).map(\.name)), "\(table.id)")
            #expect((definition["additionalProperties"] as? Bool == false) == (table.others == nil), "\(table.id)")
            for key in table.keys {
                let text = properties[key.name]?["description"] as? String ?? ""
                #expect(text.hasPrefix(key.meaning), "\(table.id).\(key.name)")
            }
        }
    }

    @Test
    func `each type of task and trigger has options of its own`() throws {
        let definitions = try #require(try self.schema()["$defs"] as? [String: [String: Any]])
        for (id, types) in [("task", Table.taskTypes), ("trigger", Array(Table.triggerOptions.keys))] {
            let rules = try #require(definitions[id]?["allOf"] as? [[String: Any]])
            let told = rules.compactMap { rule -> String? in
                let properties = (rule["if"] as? [String: Any])?["properties"] as? [String: [String: Any]]
                return properties?["type"]?["const"] as? String
            }
            #expect(told.sorted() == types.sorted())
        }
        #expect(Set(Table.taskTypes) == Set(Table.taskOptions.keys))
    }

    @Test
    func `the checks know each key of each table`() {
        for table in Table.all {
            for key in table.keys {
                // A key the checks did not know would be told as unknown.
                let problems = ProblemList(file: "f")
                let node = YAMLNode(content: .scalar(YAMLScalar(plain: "x")), place: .start)
                ShapeCheck(problems: problems).check([.init(key: key.name, keyPlace: .start, value: node)], table, at: .start)
                #expect(!problems.problems.contains { $0.message.contains("no key") }, "\(table.id).\(key.name)")
            }
            #expect(Set(table.keys.map(\.name)).count == table.keys.count, "\(table.id)")
            for names in table.exactlyOne + table.atMostOne { #expect(names.allSatisfy { table[$0] != nil }, "\(table.id)") }
        }
    }

    @Test
    func `the reference names each key with its type and meaning`() {
        let page = ConfigSchema.markdown()
        for table in Table.all {
            #expect(page.contains("\n## \(table.id)\n"))
            for key in table.keys {
                #expect(page.contains("| `\(key.name)` |"), "\(table.id).\(key.name)")
                #expect(!key.meaning.isEmpty && key.meaning.hasSuffix(".") && !key.shape.words.isEmpty, "\(table.id).\(key.name)")
            }
        }
    }
}
