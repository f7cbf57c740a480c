import FloeCore
import FloeHub
import FloeStore
import FloeSystem
import Glibc
import Logging
import ServiceLifecycle

/// Runs one flow from start to end, in an engine of its own that keeps nothing.
enum ExecProgram {
    /// The status to exit with.
    static func run(_ request: ExecRequest, keep: Bool, form: OutputOption.Form) async throws -> Int32 {
        // A reader that goes away (`| head`) does not end tasks halfway.
        signal(SIGPIPE, SIG_IGN)
        let signals = Signals.stream([SIGINT, SIGTERM])
        let terminal = Terminal()
        let labels = NodeLabels(main: request.flow.flow.id)
        let report: any ExecReport =
            switch form {
            case .text: TextReport(terminal: terminal, labels: labels)
            case .json: JSONReport(terminal: terminal)
            }
        for warning in request.file.warnings { await report.note("floe: \(warning)") }
        let folder = try await BlockingPool.shared.run { try ExecFolder() }
        do {
            let status = try await self.run(request, in: folder, terminal, labels, report, signals)
            try await self.leave(folder, keep: keep, report)
            return status
        } catch {
            try? await self.leave(folder, keep: keep, report)
            throw error
        }
    }

    private static func leave(_ folder: ExecFolder, keep: Bool, _ report: any ExecReport) async throws {
        if keep { return await report.note("floe: kept \(folder.path)") }
        try await BlockingPool.shared.run { try folder.remove() }
    }

    private static func run(
        _ request: ExecRequest, in folder: ExecFolder, _ terminal: Terminal, _ labels: NodeLabels, _ report: any ExecReport,
        _ signals: AsyncStream<Int32>
    ) async throws -> Int32 {
        let logger = LogOutput.text.logger(level: .error)
        let engine = try await BlockingPool.shared.run {
            let home = FilePath.folder(of: request.path)
            let place = Engine.Place(host: "exec", tags: request.hostTags, root: folder.path, keys: home, flows: home)
            return try Engine(
                request.file.common, book: FlowBook(request.catalog, unsupported: request.file.unsupported), place: place,
                opened: try OpenStore(), facts: HostFacts.read(), hasAgents: false, logger: logger, keeper: .within(logger)
            ) { await ShownAttempts(report: report).run($0, log: $1, $2) }
        }
        let services = ServiceGroup(configuration: ServiceGroupConfiguration(services: engine.services(), logger: logger))
        let status = try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await services.run()
                return nil
            }
            group.addTask {
                try await ExecRun(request: request, engine: engine, terminal: terminal, labels: labels, report: report).follow(signals)
            }
            var status: Int32?
            // The services end after the run, or before it when they fail.
            while let ended = try await group.next() {
                guard let ended else { break }
                status = ended
                await services.triggerGracefulShutdown()
            }
            group.cancelAll()
            return status
        }
        try await BlockingPool.shared.run { try engine.store.close() }
        guard let status else { throw CommandFailure("the engine ended before the run did") }
        return status
    }
}
