import FloeCore
import FloeSystem
import Logging
import ServiceLifecycle

/// Takes up the flow file when it changes and is right. One that is not never replaces what runs.
struct FlowFollower: Service {
    let path: String
    let uptake: FlowUptake
    let logger: Logger

    func run() async throws {
        let watch: FileWatch
        do {
            let path = self.path
            watch = try await BlockingPool.shared.run { () throws(FileProblem) in try FileWatch(path) }
        } catch {
            self.logger.warning("Changes of the flow file are not noticed before the next start: \(error)")
            try await gracefulShutdown()
            return
        }
        for await _ in watch.changes.cancelOnGracefulShutdown() {
            let path = self.path
            let read = await BlockingPool.shared.run {
                Result {
                    let file = try FlowFile.read(path)
                    try self.uptake.take(file)
                    return file
                }
            }
            self.tell(read)
        }
    }

    private func tell(_ read: Result<FlowFile, any Error>) {
        switch read {
        case .success(let file):
            for warning in file.warnings { self.logger.warning("\(warning)") }
            self.logger.notice("The flow file was taken up", metadata: ["file": "\(self.path)", "flows": "\(file.catalog.flows.count)"])
        case .failure(let failure):
            self.logger.error("The flow file was changed and is not taken up; the flows stay as they are. \(failure)")
        }
    }
}
