internal import FloeCore

/// A script with the variables that hold what its references stand for.
struct ShellPlan: Sendable {
    /// What bash is given.
    var script: String
    /// The script as its author wrote it: values may be secrets.
    var shown: String
    var variables: [String: String] = [:]

    /// The arguments are appended, each as one quoted word; where the script is shown, as they were written.
    init(_ text: String, arguments: [String] = [], shown: [String] = [], _ texts: OrderTexts) throws(TaskProblem) {
        let shell: ShellScript
        do { shell = try ShellScript(text) } catch {
            throw .template("\(error.reference) in node \(texts.order.node.id) \(error.reason)")
        }
        for variable in shell.variables {
            guard let value = texts.lookForVariable(variable.reference) else { throw texts.unresolved(variable.reference.name) }
            self.variables[variable.name] = variable.reference.quotedForShell ? ShellText.quoted(value) : value
        }
        self.script = Self.with(arguments, after: shell.text)
        self.shown = Self.with(shown, after: text)
    }

    private static func with(_ arguments: [String], after script: String) -> String {
        guard !arguments.isEmpty else { return script }
        var script = script[...]
        while script.last?.isNewline == true { script = script.dropLast() }
        return ([String(script)] + arguments.map(ShellText.quoted)).joined(separator: " ")
    }
}
