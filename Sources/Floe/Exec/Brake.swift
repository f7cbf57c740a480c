import FloeCore
import FloeHub

/// Cancels what `floe exec` runs.
struct Brake: Sendable {
    let hub: Hub

    /// The first signal cancels, the second stops clean-up too. For as long as it is not cancelled itself.
    func heed(_ signals: AsyncStream<Int32>, _ report: any ExecReport) async {
        var count = 0
        for await signal in signals {
            count += 1
            let name = Signals.name(signal)
            switch count {
            case 1:
                await report.note("floe: \(name): cancelling; clean-up is done first, and a second signal stops that")
                await self.cancel(by: name)
            case 2:
                await report.note("floe: \(name): stopping clean-up")
                await self.cancel(by: name, all: true)
            default: await report.note("floe: waiting for tasks to be gone")
            }
        }
    }

    /// Cancels the runs that no other waits for, and with them those they wait for; with `all` every live run, which stops the
    /// clean-up of those that are ending.
    func cancel(by: String, all: Bool = false) async {
        guard let live = try? await self.hub.ask({ $0.liveRuns.map(\.row) }) else { return }
        for row in live where all || row.parent == nil {
            _ = try? await self.hub.submit { .cancel(row.ref, by: by, $0) }
        }
    }
}
