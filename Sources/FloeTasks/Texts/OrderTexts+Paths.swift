internal import FloeCore
internal import FloeSystem

extension OrderTexts {
    /// A text option; an empty one is as good as none.
    func filledOption(_ key: String, inWorkspace: Bool = true) throws(TaskProblem) -> String? {
        try self.option(key, inWorkspace: inWorkspace).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// An option that is yes or no.
    func flag(_ key: String) throws(TaskProblem) -> Bool {
        switch try self.filledOption(key) {
        case nil, "false"?, "no"?, "off"?: return false
        case "true"?, "yes"?, "on"?: return true
        case let text?: throw .option(self.order.node.id, "'\(key)' must be true or false, not '\(text)'")
        }
    }

    /// A path with `~` and `%tmp` put in.
    func path(_ text: String, home: String?) -> String {
        if let home, text == "~" || PathBytes.begins(text, with: "~/") { return home + PathBytes.dropping(1, of: text) }
        if text == "%tmp" || PathBytes.begins(text, with: "%tmp/") { return "/tmp" + PathBytes.dropping(4, of: text) }
        return text
    }

    /// A path that may not leave the workspace.
    func inner(_ key: String, _ path: String) throws(TaskProblem) -> String {
        switch InnerPath.resolve(path, in: self.workspace) {
        case .success(let full): return full.utf8.count > 1 && PathBytes.endsInSlash(full) ? String(full.dropLast()) : full
        case .failure(let problem): throw .option(self.order.node.id, "'\(key)': \(problem.description)")
        }
    }
}
