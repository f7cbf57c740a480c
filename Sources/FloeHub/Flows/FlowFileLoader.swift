internal import FloeConfig
public import FloeCore
internal import FloeSystem

/// Loads the tasks of flows that keep them in a file of their own, after a run of such a flow is stored and before it is placed.
public final class FlowFileLoader: Sendable {
    /// Most bytes of a flow file.
    private static let limit = 4 << 20
    /// Most problems of a file that a run's detail tells.
    private static let shown = 10

    private let store: any RunStore
    private let folder: String
    private let secrets: Set<String>
    private let inbox: Inbox
    private let asked: AsyncStream<RunRef>
    private let ask: AsyncStream<RunRef>.Continuation

    /// - Parameters:
    ///   - folder: What relative paths are relative to: the absolute path of the folder of the configuration.
    ///   - secrets: Names of the host's secrets.
    ///   - inbox: Where `HubEvent.loaded` goes.
    public init(store: any RunStore, folder: String, secrets: Set<String>, inbox: Inbox) {
        self.store = store
        self.folder = folder
        self.secrets = secrets
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
            return try self.read(reference, over: flow)
        }
    }

    private func read(_ reference: String, over flow: Flow) throws(LoadFailure) -> FrozenFlow {
        switch FileReference(parsing: reference) {
        case .git, .http:
            throw LoadFailure(detail: "the flow file \(reference) is not local; loading it from git or http is not in this version")
        case .file(let path):
            let path = FilePath.expand(path, in: self.folder)
            let text: String
            do { text = try TextFile.read(path, limit: Self.limit) } catch { throw LoadFailure(detail: error.description) }
            let (loaded, problems) = ConfigReader.readFlowFile(text: text, file: path, over: flow, secrets: self.secrets)
            guard let loaded else { throw LoadFailure(detail: Self.tell(problems.filter { $0.severity == .error })) }
            guard loaded.unsupported.isEmpty else {
                throw LoadFailure(detail: loaded.unsupported.prefix(Self.shown).map { "\(path): \($0.message)" }.joined(separator: "\n"))
            }
            do { return try FrozenFlow.freeze(loaded.flow) } catch { throw LoadFailure(detail: "\(path) cannot be kept: \(error)") }
        }
    }

    private static func tell(_ problems: [FlowProblem]) -> String {
        let more = problems.count - Self.shown
        return problems.prefix(Self.shown).map(\.description).joined(separator: "\n") + (more > 0 ? "\nand \(more) more" : "")
    }
}
