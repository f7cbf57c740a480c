import FloeAPI
import FloeCore
import FloeHub
import FloeStore
import FloeSystem
import Glibc

/// Makes the root of a host from a backup. It is made beside its place and moved there when all of it is right: broken off at any
/// moment, nothing is there.
struct Restoration {
    /// Absolute path of the backup.
    let file: String
    /// Absolute path of the folder that is made; it does not exist, or is empty.
    let root: String

    struct Result {
        var manifest: BackupManifest
        /// Runs that were live when the backup was made.
        var lost: Int
        /// Number of the next run.
        var nextRun: Int
    }

    private var work: String { "\(self.root).restoring" }

    /// - Throws: `CommandFailure` and others, whose descriptions are meant for people.
    func run() async throws -> Result {
        guard FilePath.exists(self.file) else { throw CommandFailure("there is no file \(self.file)", .usage) }
        try self.checkRoot()
        try Folder.remove(self.work)
        try Folder.make(self.work)
        defer { try? Folder.remove(self.work) }
        try await TarProgram.extract(self.file, to: self.work)
        return try await BlockingPool.shared.run {
            let manifest: BackupManifest
            do {
                manifest = try BackupManifest.read("\(self.work)/backup/manifest.json")
                try Checksums.check(
                    Checksums.read("\(self.work)/backup/SHA256SUMS"), in: self.work, except: "backup/SHA256SUMS")
            } catch {
                throw CommandFailure("\(self.file) is not restored: \(error)")
            }
            let (lost, nextRun) = try self.renew(manifest)
            try self.place()
            return Result(manifest: manifest, lost: lost, nextRun: nextRun)
        }
    }

    private func checkRoot() throws {
        guard FilePath.exists(self.root) else { return }
        let names = try Folder.names(in: self.root)
        guard names.isEmpty else {
            throw CommandFailure(
                "\(self.root) is not empty, and nothing is ever restored over what is there; "
                    + "name another folder with -root, or move it away",
                .usage)
        }
    }

    /// The copy becomes a store of its own.
    private func renew(_ manifest: BackupManifest) throws -> (lost: Int, nextRun: Int) {
        let store = try SQLiteStore.file("\(self.work)/floe.sqlite")
        let (host, runs) = try store.open()
        let now = HubClock.system.now()
        var state = HubState(settings: HubSettings(host: manifest.host, slots: 1, keeper: "restored"), host: host, runs: runs)
        let decision = state.endRestored(
            because: "restored from a backup of \(manifest.madeAt); it may have gone on after that, so look before you retry it", at: now)
        try store.renew(decision.changes, base: RunNumbers.base(now))
        let nextRun = try store.open().host.nextRun
        try store.close()
        return (runs.count, nextRun)
    }

    private func place() throws {
        _ = try PrivateFile.make("\(self.work)/used")
        for name in ["floe.sqlite-wal", "floe.sqlite-shm"] { unlink("\(self.work)/\(name)") }
        try FolderTree.sync(self.work)
        // Takes the place of an empty folder too, and of no other.
        guard rename(self.work, self.root) == 0 else { throw FileProblem("make", self.root) }
        try FolderTree.syncNames(FilePath.folder(of: self.root))
    }
}
