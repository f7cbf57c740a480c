import FloeConfig
import FloeCore
import Testing

/// A file with exactly these problems.
struct BrokenFile: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var problems: [String]
    /// Read as a flow file over nothing.
    var flowFile = false

    var testDescription: String { self.name }

    /// What reading it says, each problem as users see it.
    var found: [String] {
        self.flowFile
            ? ConfigReader.readFlowFile(text: self.text, file: "f.yml", over: nil).1.map(\.description)
            : ConfigReader.read(text: self.text, file: "f.yml").1.map(\.description)
    }

    init(_ name: String, _ text: String, _ problems: String...) {
        self.name = name
        self.text = text
        self.problems = problems
    }

    /// A flow with these lines for its tasks, indented by four.
    init(tasks name: String, _ lines: String, _ problems: String...) {
        self.name = name
        self.text = "flows:\n- id: f\n  tasks:\n" + lines
        self.problems = problems
    }
}
