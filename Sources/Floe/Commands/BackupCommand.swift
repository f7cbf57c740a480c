import ArgumentParser
import FloeSystem

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Writes a host's store, logs and artifacts to one file, also while it runs.",
        discussion: """
            The file is a tar archive: the store as it was at one moment, the logs and artifacts of the runs that had ended by then, the \
            admin token and the flow file, with a checksum of each. Workspaces and caches are left out. It holds secrets: keep it as you \
            keep the host. 'floe restore' reads it.

            EXAMPLES
              floe backup -host_name=h1 h1.tar
              floe backup -root /srv/floe --no-logs "floe-$(date +%F).tar"
            """)

    @Argument(help: ArgumentHelp("The file to make; it must not exist.", valueName: "file"))
    var file: String
    @OptionGroup var root: RootOptions
    @Flag(help: "Leave logs out.")
    var noLogs = false
    @Flag(help: "Leave artifacts out.")
    var noArtifacts = false

    func run() async throws {
        let place = try await BlockingPool.shared.run { try RootPlace(self.root) }
        var backup = Backup(place: place, file: FilePath.expand(self.file, in: FilePath.working))
        backup.logs = !self.noLogs
        backup.artifacts = !self.noArtifacts
        let made = try await backup.run()
        print("\(backup.file): \(made.endedRuns) ended runs, \(made.files) files, \(made.bytes) bytes, of the store \(place.store)")
    }
}
