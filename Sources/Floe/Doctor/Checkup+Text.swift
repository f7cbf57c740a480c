extension Checkup {
    /// For people.
    var text: String {
        var lines: [String] = []
        for finding in self.findings {
            lines.append("\(finding.severity.rawValue): \(finding.check): \(finding.place): \(finding.what)")
            lines.append("    \(finding.why)")
            if finding.isRepaired {
                lines.append("    repaired")
            } else if !finding.repair.isEmpty, finding.remedy.isEmpty {
                lines.append("    --repair \(finding.repair)\(self.isRunning ? ", once the host is stopped" : "")")
            }
            if !finding.remedy.isEmpty { lines.append("    \(finding.remedy)") }
        }
        for what in self.unchecked { lines.append("not checked: \(what)") }
        let wrong = self.findings.count { $0.severity > .note && !$0.isRepaired }
        lines.append(
            wrong == 0 ? "\(self.place.root): all is well" : "\(self.place.root): \(wrong) \(wrong == 1 ? "thing is" : "things are") wrong")
        return lines.joined(separator: "\n")
    }

    /// For programs.
    struct Report: Encodable {
        var root: String
        var running: Bool
        var well: Bool
        var findings: [Finding]
        var unchecked: [String]
    }

    var report: Report {
        Report(root: self.place.root, running: self.isRunning, well: self.isWell, findings: self.findings, unchecked: self.unchecked)
    }
}
