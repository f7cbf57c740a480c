internal import FloeCore

/// A script with the variables that hold what its references stand for.
struct ShellPlan: Sendable {
    /// What bash is given.
    var script: String
    /// The script as its author wrote it: values may be secrets.
    var shown: String
    var variables: [String: String] = [:]

    /// The last command of the script gets the arguments, each as one word; where the script is shown, as they were written.
    init(_ text: String, arguments: [String] = [], shown: [String] = [], _ texts: OrderTexts) throws(TaskProblem) {
        let shell: ShellScript
        do { shell = try ShellScript(text, arguments: arguments.count) } catch {
            throw .template("\(error.reference) in node \(texts.order.node.id) \(error.reason)")
        }
        for variable in shell.variables {
            guard let value = texts.lookForVariable(variable.reference) else { throw texts.unresolved(variable.reference.name) }
            self.variables[variable.name] = variable.reference.quotedForShell ? ShellText.quoted(value) : value
        }
        for (index, argument) in arguments.enumerated() { self.variables[ShellScript.argument(index + 1)] = argument }
        self.script = shell.text
        let words = shown.map { " \(ShellText.quoted($0))" }.joined()
        var bytes = Array(text.utf8)
        bytes.insert(contentsOf: words.utf8, at: shell.end)
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        self.shown = String(decoding: bytes, as: UTF8.self)
    }
}
