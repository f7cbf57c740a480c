internal import FloeCore

extension RunQuery {
    /// Whether a run that an index led to is one of those asked for.
    func matches(_ run: RunRow, folded text: String?) -> Bool {
        guard self.phases.contains(run.phase) else { return false }
        if let flow = self.flow, flow != run.flow.id { return false }
        if let result = self.result, result != run.result { return false }
        if let branch = self.branch, run.values["branch"]?.text != branch { return false }
        guard let text else { return true }
        return run.ref.description.lowercased().contains(text) || run.flow.id.lowercased().contains(text)
            || run.values.values.contains { $0.text?.lowercased().contains(text) ?? false }
    }
}
