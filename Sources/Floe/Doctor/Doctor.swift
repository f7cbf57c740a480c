import FloeStore
import FloeSystem

/// Looks a host over, and mends what it can. Changes nothing of a host that runs.
enum Doctor {
    /// Blocks, except where it asks other programs.
    static func look(_ place: RootPlace, repairs: Bool) async throws -> Checkup {
        guard FilePath.exists(place.root) else {
            throw CommandFailure("there is no folder \(place.root); name that of a host with -root or -host_name", .usage)
        }
        // Held to the end, so that no host starts while something is mended.
        let lock = try FileLock.takeIfFree("\(place.root)/lock")
        defer { withExtendedLifetime(lock) {} }
        let checkup = Checkup(place, isRunning: lock == nil, repairs: repairs)
        RootChecks(checkup).run()
        MachineChecks(checkup).run()
        await ProgramChecks(checkup).run()
        await ProcessChecks(checkup).run()
        ConfigChecks(checkup).run()
        StoreChecks(checkup).run()
        return checkup
    }
}
