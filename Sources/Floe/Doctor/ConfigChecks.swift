import FloeSystem

/// The flow file the host is started with.
struct ConfigChecks {
    let checkup: Checkup

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() {
        let conf = self.checkup.place.conf
        guard FilePath.exists(conf) else { return self.checkup.skip("the flow file: there is no \(conf); name it with -conf") }
        do {
            for warning in try FlowFile.read(conf).warnings.prefix(Checkup.most) {
                self.checkup.add(
                    Finding(severity: .note, check: "config", place: conf, what: warning, why: "it may not do what it says"))
            }
        } catch {
            self.checkup.add(
                Finding(
                    severity: .error, check: "config", place: conf, what: "\(error)", why: "a host does not start with it",
                    remedy: "mend the file; floe validate checks it"))
        }
    }
}
