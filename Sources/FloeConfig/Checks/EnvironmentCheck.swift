import FloeCore

/// Holds the variables that floe gives to every task off from what a flow may set: what runs is told apart by them.
struct EnvironmentCheck {
    let problems: ProblemList

    func check(_ draft: DraftFlow) {
        self.check(draft.fields)
        for node in draft.nodes where !node.node.hidden {
            if let options = node.options, options.table["env"] != nil { self.check(options) }
        }
    }

    private func check(_ fields: Fields) {
        for item in fields.items("env") ?? [] {
            guard let name = item.scalar?.text.prefix(while: { $0 != "=" }), name == "FLOEWS" || name.hasPrefix("FLOE_") else { continue }
            self.problems.error(
                at: item.place, "the variable '\(String(name).shown)' is floe's own, and cannot be set",
                "choose a name that does not begin with FLOE_")
        }
    }
}
