import FloeSystem
import Glibc
import Logging
import ServiceLifecycle

/// Runs a host from start to end.
enum HostProgram {
    static func run(_ config: HostConfig) async throws {
        let logger = config.logOutput.logger(level: config.logLevel)
        let house = try await BlockingPool.shared.run { try House(config, logger: logger) }
        for warning in house.file.warnings { logger.warning("\(warning)") }
        if !config.publicBind.isLoopback, config.publicCertificate == nil {
            logger.warning("The API is open to the network without TLS; give -pub_cert and -pub_key, or put a proxy before it")
        }
        let services = house.services()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await Self.heed(services, logger) }
            // When those who waited for the start have been answered.
            group.addTask { if (try? await Task.sleep(for: .seconds(1))) != nil { CodePages.release() } }
            try await services.run()
            group.cancelAll()
        }
        try await BlockingPool.shared.run { try house.close() }
    }

    /// The first signal ends the host in order, the second at once.
    private static func heed(_ services: ServiceGroup, _ logger: Logger) async {
        var count = 0
        for await signal in Signals.stream([SIGTERM, SIGINT]) {
            count += 1
            if count == 1 {
                logger.notice(
                    """
                    \(Signals.name(signal)): ending. Tasks that run have \(Engine.patience.components.seconds) seconds to finish; commands \
                    that take longer go on by themselves and the next start takes them up, a fetch or git-checkout is stopped. A second \
                    signal ends at once
                    """
                )
                await services.triggerGracefulShutdown()
            } else {
                logger.notice("\(Signals.name(signal)): ending at once; commands that run go on, and the next start takes them up")
                // What is stored is whole at any moment, and the keeper goes on with tasks.
                exit(128 + signal)
            }
        }
    }
}
