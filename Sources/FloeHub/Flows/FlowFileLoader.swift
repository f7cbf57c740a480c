public import FloeCore
internal import FloeSystem

/// Loads the tasks of flows that keep them in a file of their own, after a run of such a flow is stored and before it is placed.
public final class FlowFileLoader: Sendable {
    private let store: any RunStore
    private let reader: FlowFileReader
    private let inbox: Inbox
    private let asked: AsyncStream<RunRef>
    private let ask: AsyncStream<RunRef>.Continuation

    /// - Parameter inbox: Where `HubEvent.loaded` goes.
    public init(store: any RunStore, reader: FlowFileReader, inbox: Inbox) {
        self.store = store
        self.reader = reader
        self.inbox = inbox
        // Bounded by the runs that are live.
        (self.asked, self.ask) = AsyncStream.makeStream()
    }

    /// Begins to load the flow file of a run. A run that was stored and is not loaded when the hub ends is loaded after the next start.
    public func load(_ run: RunRef) { self.ask.yield(run) }

    /// Loads what is asked for until the calling task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for await run in self.asked {
                group.addTask {
                    let result = await BlockingPool.shared.run { self.result(for: run) }
                    Failpoint.flowLoaded.pass()
                    self.inbox.post(.loaded(run, result))
                }
            }
        }
    }

    private func result(for run: RunRef) -> Result<FrozenFlow, LoadFailure> {
        Result { () throws(LoadFailure) in
            let stored: StoredRun?
            do { stored = try self.store.run(run) } catch { throw LoadFailure(detail: "the run could not be read: \(error)") }
            guard let flow = stored?.flow.flow, let reference = flow.flowFile else {
                throw LoadFailure(detail: "\(run) has no flow file")
            }
            return try self.reader.read(reference, over: flow)
        }
    }
}
