import FloeSystem
import Glibc

/// Owners and modes of a host's folder, and what was left in it.
struct RootChecks {
    let checkup: Checkup
    private var root: String { self.checkup.place.root }

    init(_ checkup: Checkup) { self.checkup = checkup }

    func run() {
        self.private(self.root, mode: 0o700)
        let names = ((try? Folder.names(in: self.root)) ?? []).sorted()
        for name in names {
            let path = "\(self.root)/\(name)"
            if name.hasPrefix("floe.sqlite") || ["admin.token", "sessions.json", "used", "lock"].contains(name) {
                self.private(path, mode: 0o600)
            }
            if SocketFile.isListenedTo(path) == false, !self.checkup.isRunning { self.stale(path) }
        }
        self.private(self.checkup.place.store, mode: 0o600)
        if FilePath.exists("\(self.root).restoring") {
            self.checkup.add(
                Finding(
                    severity: .warning, check: "root", place: "\(self.root).restoring", what: "a restore was broken off here",
                    why: "it takes room and is no host", repair: "removes the folder")
            ) {
                try Folder.remove("\(self.root).restoring")
            }
        }
    }

    private func `private`(_ path: String, mode: mode_t) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_uid != geteuid() {
            self.checkup.add(
                Finding(
                    severity: .error, check: "root", place: path,
                    what: "it belongs to the user \(status.st_uid), and floe runs as \(geteuid())",
                    why: "the host cannot write there, or somebody else can", remedy: "chown it to the user that floe runs as"))
        }
        let excess = status.st_mode & 0o777 & ~mode
        guard excess != 0 else { return }
        self.checkup.add(
            Finding(
                severity: .warning, check: "root", place: path,
                what: "others have rights there (mode \(String(status.st_mode & 0o777, radix: 8)))",
                why: "secrets, logs and runs are for the host's user alone", repair: "sets the mode \(String(mode, radix: 8))")
        ) {
            guard chmod(path, mode) == 0 else { throw FileProblem("set the mode of", path) }
        }
    }

    private func stale(_ path: String) {
        self.checkup.add(
            Finding(
                severity: .warning, check: "root", place: path, what: "a socket that nobody listens to",
                why: "it was left by a process that was killed", repair: "removes it")
        ) {
            guard unlink(path) == 0 else { throw FileProblem("remove", path) }
        }
    }
}
