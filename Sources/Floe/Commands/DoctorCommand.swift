import ArgumentParser
import FloeSystem
import FoundationEssentials

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks a host over, and mends what it can.",
        discussion: """
            Owners and modes, room on the disks, the clock, programs, the flow file, the store, and whether files, processes and runs \
            belong together. A host that runs is only looked at. The exit status is 0 when all is well or was repaired, 1 when \
            something is wrong, 2 when there is nothing to look at.

            EXAMPLES
              floe doctor -host_name=h1
              floe doctor -root /srv/floe --repair     with the host stopped
            """)

    @OptionGroup var root: RootOptions
    @Flag(help: "Mend what can be mended; the host must not run.")
    var repair = false
    @OptionGroup var output: OutputOption

    func run() async throws {
        let place = try await BlockingPool.shared.run { try RootPlace(self.root) }
        let checkup = try await Doctor.look(place, repairs: self.repair)
        if self.output.isJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            print(String(decoding: try encoder.encode(checkup.report), as: UTF8.self))
        } else {
            if self.repair, checkup.isRunning { print("the host runs, so nothing is repaired; stop it first") }
            print(checkup.text)
        }
        if !checkup.isWell { throw ExitCode(CommandFailure.Status.bad.rawValue) }
    }
}
