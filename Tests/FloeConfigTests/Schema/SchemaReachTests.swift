import FloeCore
import FloeTesting
import Testing

@testable import FloeConfig

/// What the schema alone tells an editor, against what reading the file does.
struct SchemaReachTests {
    /// Broken in a way that a schema cannot say: what one part of a file says of another, or what is inside a text.
    static let beyond: Set<String> = [
        "a choice that is not offered",
        "artifacts outside the workspace",
        "clear text for a secret of another flow",
        "a dependency in a circle",
        "a fact in the values of a flow",
        "a field that a template misspells",
        "a field twice",
        "a merge called a task",
        "a merge that waits for both ends of a task",
        "a merge that waits for what comes after it",
        "a merge that waits for what never starts",
        "a merge that waits for what there is not",
        "a name that makes no id",
        "a number that is none",
        "a secret in the file",
        "a secret of a form where it would be seen",
        "a secret that there is not",
        "a status without use-status",
        "a tag of a task that there is not",
        "a tag of a task unlike any",
        "a task called a merge",
        "a task that a template misspells",
        "a task that depends on a status",
        "a task that depends on nothing there is",
        "a task that starts itself",
        "a template in a condition",
        "a template in a quoted here-document",
        "a template in arithmetic",
        "a template in the environment",
        "a template misspelt in a long script",
        "a template of nothing a flow has",
        "a template that is not closed",
        "a template with an unknown filter",
        "a trigger value misspelt",
        "an overlap by what a task gives",
        "good-when of a field that is no bool",
        "good-when of no field",
        "merges in a circle",
        "secrets that cannot be given to a task, and one that every task sees",
        "the bad end of a timer",
        "the error of a task that ignores failures",
        "the tag of an end",
        "the value of a merge",
        "the workspace in a form",
        "two flows of one id",
        "two tasks of one id",
        "two tasks that start each other",
        "two triggers of one id",
    ]

    private func value(_ text: String) -> Value? {
        guard let root = try? YAMLDocument(text: text, file: "f.yml").root else { return nil }
        return root.value
    }

    @Test func `the schema accepts what can be read`() throws {
        let schema = try SchemaCheck(ConfigSchema.json())
        for text in [GoodFile.everything, Classic.config, Classic.flowFile] {
            let value = try #require(self.value(text))
            #expect(schema.accepts(value))
        }
    }

    @Test func `the schema rejects what is broken, but for what no schema can say`() throws {
        let schema = try SchemaCheck(ConfigSchema.json())
        var missed: Set<String> = []
        for file in BrokenFileTests.all {
            // What is no YAML, or too much of it, never comes to the schema.
            guard let value = self.value(file.text) else { continue }
            if schema.accepts(value) { missed.insert(file.name) }
        }
        #expect(missed.subtracting(Self.beyond).sorted() == [])
        #expect(Self.beyond.subtracting(missed).sorted() == [], "the schema does say these")
    }
}
