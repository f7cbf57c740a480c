extension FlowPlan {
    /// For people.
    var text: String {
        let title = self.name == self.flow ? self.flow : "\(self.flow) (\(self.name))"
        var lines = ["\(title), version \(self.version)"]
        func add(_ what: String, _ items: [String]) { if !items.isEmpty { lines.append("\(what): \(items.joined(separator: ", "))") } }
        add("tasks from", self.flowFile.map { [$0] } ?? [])
        add("needs a host with", self.hostTags)
        add("needs the secrets", self.secrets)
        add("times out after", self.timeout.map { [Self.span($0)] } ?? [])
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
        if let timeout = step.timeout { words.append("at most \(self.span(timeout))") }
        return words.joined(separator: "; ")
    }

    /// As one would write it in the file.
    private static func span(_ seconds: Double) -> String {
        guard let whole = Int64(exactly: seconds) else { return "\(seconds)s" }
        for (size, unit) in [(86_400, "d"), (3_600, "h"), (60, "m")] where whole > 0 && whole % Int64(size) == 0 {
            return "\(whole / Int64(size))\(unit)"
        }
        return "\(whole)s"
    }
}
