import FloeAgent
import FloeAPI
import FloeCore
import FloeHub
import FloeStore
import FloeSystem
import FoundationEssentials
import Glibc

/// Writes one file with all that a host would need after the loss of its disk: its store at one moment, logs and artifacts of the runs
/// that have ended, its admin token, its flow file. The host may run meanwhile.
struct Backup {
    let place: RootPlace
    /// Absolute path of the file that is made.
    let file: String
    var logs = true
    var artifacts = true

    private var work: String { "\(self.file).new" }

    /// - Throws: `CommandFailure` and others, whose descriptions are meant for people.
    func run() async throws -> BackupManifest {
        if let database = self.place.database {
            throw CommandFailure(
                """
                the store of this host is a database, and a copy of files would not be one of it: dump it with \
                pg_dump -Fc -f FILE '\(PostgresAddress.shown(database, maskingPassword: false))', and then copy the folders logs and \
                artifacts, admin.token and secrets.key of \(self.place.root)
                """, .usage)
        }
        guard !FilePath.exists(self.file) else { throw CommandFailure("\(self.file) is there already; name a new file", .usage) }
        let lock = try await BackupLock.take(in: self.place.root) {}
        defer { withExtendedLifetime(lock) {} }
        // Of a backup that was broken off.
        try Folder.remove(self.work)
        try Folder.make("\(self.work)/backup")
        defer { try? Folder.remove(self.work) }
        let (manifest, parts) = try await BlockingPool.shared.run { try self.gather() }
        let archive = "\(self.work)/archive.tar"
        try await TarProgram.create(archive, of: parts)
        try await BlockingPool.shared.run {
            try FolderTree.sync(self.work)
            // Never over a file that has come meanwhile.
            guard link(archive, self.file) == 0 else { throw FileProblem("make", self.file) }
            try FolderTree.syncNames(FilePath.folder(of: self.file))
        }
        return manifest
    }

    /// Makes what the archive holds beside the files of runs, and the lists of all. Blocks.
    private func gather() throws -> (BackupManifest, [TarProgram.Part]) {
        let copy = "\(self.work)/floe.sqlite"
        let source = try SQLiteStore.reading(self.place.store)
        try source.copy(to: copy)
        try source.close()
        var own = ["floe.sqlite"]
        for (from, to) in [("\(self.place.root)/admin.token", "admin.token"), (self.place.conf, "backup/flows.yml")]
        where FilePath.exists(from) {
            try FileManager.default.copyItem(atPath: from, toPath: "\(self.work)/\(to)")
            chmod("\(self.work)/\(to)", 0o600)
            own.append(to)
        }
        let store = try SQLiteStore.reading(copy)
        defer { try? store.close() }
        var manifest = BackupManifest(
            version: FloeVersion.current, host: self.place.hostName, madeAt: HubClock.system.now().timestamp.description,
            store: try store.id(), migrations: try store.migrations(), endedRuns: 0, files: 0, bytes: 0, logs: self.logs,
            artifacts: self.artifacts)
        var runs: [SweptRun] = []
        try store.eachEnded { runs.append($0) }
        manifest.endedRuns = runs.count
        var (sums, kept) = ("", [UInt8]())
        func add(_ path: String, in folder: String) throws {
            let (sum, size) = try FileDigest.sha256("\(folder)/\(path)")
            sums += Checksums.line(sum, path)
            manifest.files += 1
            manifest.bytes += size
        }
        for run in runs {
            let files = try RunFiles.kept(
                of: run.ref, flow: run.flow, root: self.place.root, logs: self.logs, artifacts: self.artifacts)
            for path in files {
                try add(path, in: self.place.root)
                kept += Array(path.utf8) + [0]
            }
        }
        for path in own { try add(path, in: self.work) }
        try manifest.write("\(self.work)/backup/manifest.json")
        sums += Checksums.line(try FileDigest.sha256("\(self.work)/backup/manifest.json").sum, "backup/manifest.json")
        try Data(sums.utf8).write(to: URL(filePath: "\(self.work)/backup/SHA256SUMS"))
        // What says what it is comes first.
        let first = ["backup/manifest.json", "backup/SHA256SUMS"] + own
        try Data(first.flatMap { Array($0.utf8) + [0] }).write(to: URL(filePath: "\(self.work)/own"))
        try Data(kept).write(to: URL(filePath: "\(self.work)/kept"))
        return (
            manifest,
            [
                TarProgram.Part(folder: self.work, list: "\(self.work)/own"),
                TarProgram.Part(folder: self.place.root, list: "\(self.work)/kept"),
            ]
        )
    }
}
