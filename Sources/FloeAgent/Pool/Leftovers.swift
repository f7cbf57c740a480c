internal import FloeCore
internal import FloeSystem

/// Ends what tasks of a run left in the background, once the run has ended.
///
/// One after another: looking through all processes of a machine takes a while, and nobody waits for it.
struct Leftovers: Sendable {
    private let logs: LogStore
    private let ended: AsyncStream<(RunRef, String)>
    private let queue: AsyncStream<(RunRef, String)>.Continuation

    init(logs: LogStore) {
        self.logs = logs
        (self.ended, self.queue) = AsyncStream.makeStream()
    }

    func runEnded(_ run: RunRef, flow: String) { self.queue.yield((run, flow)) }
    func finish() { self.queue.finish() }

    func run() async {
        for await (run, flow) in self.ended {
            guard let folder = try? self.logs.folder(of: run, flow: flow) else { continue }
            await BackgroundSessions.shared.end(mark: "FLOE_OUTPUT=\(folder)/", grace: .seconds(1))
        }
    }
}
