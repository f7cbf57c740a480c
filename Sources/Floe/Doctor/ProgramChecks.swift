import FloeSystem

/// Programs that tasks and commands need.
struct ProgramChecks {
    private struct Need {
        var name: String
        var least: [Int]
        var what: String
        var severity: Finding.Severity
        var flag = "--version"
    }

    /// The first libcurl that can be told which protocols to speak by name.
    private static let leastTransfer = [7, 85]

    private static let needs = [
        Need(name: "bash", least: [4], what: "tasks of 'shell' run in it", severity: .error),
        Need(name: "git", least: [2, 20], what: "'git-checkout' works with it", severity: .warning),
        Need(name: "tar", least: [1, 29], what: "'floe backup' and 'floe restore' work with it", severity: .warning),
        Need(
            name: "ssh", least: [7], what: "'git-checkout' of addresses as git@host:path works with it", severity: .note, flag: "-V"),
    ]

    let checkup: Checkup

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() async {
        self.lookAtTransfer()
        for need in Self.needs {
            let version = await ProgramVersion.read(need.name, flag: need.flag)
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

    /// What `fetch` works with is part of floe's process, and so needs no program.
    private func lookAtTransfer() {
        guard let library = TransferLibrary.current else {
            return self.add("libcurl", TransferLibrary.problem ?? "it says nothing of itself", "install libcurl 7.85 or later")
        }
        let version = library.version.map(String.init).joined(separator: ".")
        if library.version.lexicographicallyPrecedes(Self.leastTransfer) {
            self.add("libcurl \(version)", "it is too old", "install libcurl 7.85 or later")
        } else if !library.hasTLS {
            self.add("libcurl \(version)", "it cannot speak TLS, so not https either", "install a libcurl with TLS")
        } else if let place = library.authorities.first, library.authorities.allSatisfy(Self.isEmpty) {
            self.add(
                place, "certificates of authorities are not there, so no server is trusted by https",
                "install them (the package ca-certificates)")
        }
    }

    /// Whether neither a file nor anything in a folder is there.
    private static func isEmpty(_ path: String) -> Bool {
        Folder.exists(path) ? (try? Folder.names(in: path))?.isEmpty != false : !FilePath.exists(path)
    }

    private func add(_ place: String, _ what: String, _ remedy: String) {
        self.checkup.add(
            Finding(severity: .warning, check: "programs", place: place, what: what, why: "'fetch' works with it", remedy: remedy))
    }
}
