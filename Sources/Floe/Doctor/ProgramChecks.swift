import FloeSystem

/// Programs that tasks and commands need.
struct ProgramChecks {
    private struct Need {
        var name: String
        var least: [Int]
        var what: String
        var severity: Finding.Severity
    }

    private static let needs = [
        Need(name: "bash", least: [4], what: "tasks of 'shell' run in it", severity: .error),
        Need(name: "git", least: [2, 20], what: "'git-checkout' works with it", severity: .warning),
        Need(name: "tar", least: [1, 29], what: "'floe backup' and 'floe restore' work with it", severity: .warning),
    ]

    let checkup: Checkup

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() async {
        for need in Self.needs {
            let version = await ProgramVersion.read(need.name)
            let wanted = need.least.map(String.init).joined(separator: ".")
            let remedy = "install \(need.name) \(wanted) or later where floe finds it on its PATH"
            guard let version else {
                self.checkup.add(
                    Finding(
                        severity: need.severity, check: "programs", place: need.name, what: "it is not there", why: need.what,
                        remedy: remedy))
                continue
            }
            let numbers = ProgramVersion.numbers(version)
            if !numbers.isEmpty, numbers.lexicographicallyPrecedes(need.least) {
                self.checkup.add(
                    Finding(
                        severity: need.severity, check: "programs", place: need.name, what: "it is too old: \(version)", why: need.what,
                        remedy: remedy))
            }
        }
    }
}
