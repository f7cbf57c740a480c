extension FlowPlan {
    /// For people.
    var text: String {
        let title = self.name == self.flow ? self.flow : "\(self.flow) (\(self.name))"
        var lines = ["\(title), version \(self.version)"]
        func add(_ what: String, _ items: [String]) { if !items.isEmpty { lines.append("\(what): \(items.joined(separator: ", "))") } }
        add("tasks from", self.flowFile.map { [$0] } ?? [])
        add("needs a host with", self.hostTags)
        add("needs the secrets", self.secrets)
        add("ends after", self.timeout.map { [Self.seconds($0)] } ?? [])
        for lock in self.locks {
            let many = lock.limit == 1 ? "one run" : "\(lock.limit) runs"
            lines.append("locks \(lock.tag): \(many) at a time in the \(lock.scope) (\(lock.by))")
        }
        if self.overlap != "allow" { lines.append("when another run is live: \(self.overlap)") }
        let widest = self.levels.joined().map(\.id.count).max() ?? 0
        for (number, level) in self.levels.enumerated() where !level.isEmpty {
            lines.append(number == 0 ? "started by" : "level \(number)")
            for step in level {
                lines.append("  \(step.id)\(String(repeating: " ", count: widest - step.id.count))  \(Self.words(of: step))")
            }
        }
        for item in self.unsupported { lines.append("cannot be started: \(item)") }
        return (lines + self.warnings).joined(separator: "\n")
    }

    private static func words(of step: Step) -> String {
        var words = [step.class == "merge" ? "merge \(step.type)" : step.type]
        if let flow = step.flow { words.append("calls \(flow)") }
        if !step.listens.isEmpty { words.append("after \(step.listens.joined(separator: ", "))") }
        if !step.fields.isEmpty { words.append("asks for \(step.fields.joined(separator: ", "))") }
        if !step.secrets.isEmpty { words.append("with the secrets \(step.secrets.joined(separator: ", "))") }
        if step.attempts > 1 { words.append("\(step.attempts) attempts") }
        if let timeout = step.timeout { words.append("at most \(self.seconds(timeout))") }
        return words.joined(separator: "; ")
    }

    private static func seconds(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int64(seconds)) s" : "\(seconds) s"
    }
}
