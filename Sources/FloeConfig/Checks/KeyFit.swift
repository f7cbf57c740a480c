import FloeCore

/// Which keys of a task go with its type, and with each other.
struct KeyFit {
    /// Without meaning where no process runs; told, since nothing is as surprising as a key that does nothing.
    private static let executingOnly = ["good", "use-status", "no-output", "grace", "artifacts", "secrets"]

    let problems: ProblemList

    func check(_ draft: DraftNode, type: String) {
        let fields = draft.fields
        let id = draft.node.id
        if !draft.isExecuting {
            for key in Table.executingKeys where fields.has(key) {
                self.problems.error(
                    at: fields.keyPlace(key), "'\(key)' is for tasks that a host executes, and '\(id)' is of type \(type)",
                    "put an exec task before it")
            }
            for key in Self.executingOnly where fields.has(key) { self.noEffect(key, draft, type) }
        }
        if type == "timer" || type == "end", fields.has("timeout") { self.noEffect("timeout", draft, type) }
        if type == "timer" || type == "end", fields.has("ignore-fail") { self.noEffect("ignore-fail", draft, type) }
        for key in Table.instanceKeys where fields.has(key) && draft.node.useStatus {
            self.problems.error(
                at: fields.keyPlace(key), "'use-status' and '\(key)' do not go together: many instances have many statuses",
                "remove one of them")
        }
        for key in Table.targetKeys where fields.has(key) && !fields.has("targets") {
            self.problems.error(at: fields.keyPlace(key), "'\(key)' is for tasks with 'targets'", "add 'targets', or remove it")
        }
        if let good = fields.items("good"), good.isEmpty, draft.isExecuting {
            self.problems.error(at: fields.place("good"), "no status of '\(id)' would be good", "list at least one")
        }
    }

    private func noEffect(_ key: String, _ draft: DraftNode, _ type: String) {
        self.problems.warning(
            at: draft.fields.keyPlace(key), "'\(key)' has no effect on '\(draft.node.id)', which is of type \(type)", "remove it")
    }
}
