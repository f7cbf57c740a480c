import FloeSystem

/// What the checks of a host have found so far, and whether they may mend it.
final class Checkup {
    /// Most findings of one kind that are told one by one.
    static let most = 20

    let place: RootPlace
    /// Whether the host runs now: it is only looked at then.
    let isRunning: Bool
    /// Mend what can be mended.
    let repairs: Bool
    private(set) var findings: [Finding] = []
    /// What could not be looked at, and why.
    private(set) var unchecked: [String] = []

    init(_ place: RootPlace, isRunning: Bool, repairs: Bool) {
        self.place = place
        self.isRunning = isRunning
        self.repairs = repairs && !isRunning
    }

    func add(_ finding: Finding) { self.findings.append(finding) }

    /// Adds a finding that can be mended, and mends it when that is asked for.
    func add(_ finding: Finding, repair: () throws -> Void) {
        var finding = finding
        if self.repairs {
            do {
                try repair()
                finding.isRepaired = true
            } catch {
                finding.remedy = "it could not be repaired: \(error)"
            }
        }
        self.findings.append(finding)
    }

    func skip(_ what: String) { self.unchecked.append(what) }

    /// Whether anything is left that is wrong.
    var isWell: Bool { !self.findings.contains { $0.severity > .note && !$0.isRepaired } }
}
