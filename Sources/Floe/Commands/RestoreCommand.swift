import ArgumentParser
import FloeConfig
import FloeStore
import FloeSystem

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Makes a host's folder from a backup; never over one that is there.",
        discussion: """
            All checksums are compared first. Runs that had not ended when the backup was made end as lost, since they may have gone on \
            after it; each can be retried. New runs get numbers that no run had before, and schedules start from now. The flow file of \
            then is in the folder as backup/flows.yml, and is not put in force.

            EXAMPLES
              floe restore -root /srv/floe h1.tar
            """)

    @Argument(help: ArgumentHelp("The backup.", valueName: "file"))
    var file: String
    @OptionGroup var root: RootOptions

    func run() async throws {
        let place = try await BlockingPool.shared.run { try RootPlace(self.root) }
        let restoration = Restoration(file: FilePath.expand(self.file, in: FilePath.working), root: place.root)
        let result = try await restoration.run()
        let made = result.manifest
        print("\(place.root): restored from the backup of \(made.host) made at \(made.madeAt), \(made.endedRuns) ended runs")
        if result.lost > 0 { print("\(result.lost) runs had not ended then and are lost; look at each before you retry it") }
        print("the next run is \(place.hostName)-\(result.nextRun); start the host with floe serve -root \(place.root)")
        if place.hostName != made.host {
            print("the backup is of the host \(made.host): start it with -host_name \(made.host), unless it is to be another host")
        }
        if let database = place.database {
            print(
                "common.store-root is \(PostgresAddress.shown(database)): this backup is of a file; start the host with store-type: local")
        } else if let store = place.common?.storeRoot {
            print("common.store-root is \(store): move \(place.root)/floe.sqlite there before the start")
        }
    }
}
