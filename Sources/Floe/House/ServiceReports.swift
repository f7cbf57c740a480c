import FloeHub
import FloeServer
import FloeSystem
import Glibc
import ServiceLifecycle

/// Tells the service manager that the host can be reached, that its hub goes on, and that it ends.
///
/// What the watchdog is told is that the hub's loop has answered: one that hangs is started anew, and tasks outlive that.
struct ServiceReports: Service {
    let manager: ServiceManager
    let hub: Hub
    let server: FloeServer

    func run() async throws {
        guard await self.server.boundPorts() != nil else { return }
        self.manager.tell("READY=1", "MAINPID=\(getpid())", "STATUS=Running flows")
        try await withGracefulShutdownHandler {
            guard let watchdog = self.manager.watchdog else { return try await gracefulShutdown() }
            await cancelWhenGracefulShutdown { await self.report(every: watchdog / 2) }
        } onGracefulShutdown: {
            self.manager.tell("STOPPING=1", "STATUS=Ending")
        }
    }

    private func report(every pause: Duration) async {
        while !Task.isCancelled {
            // A hub that hangs answers nothing, and then nothing is told.
            guard (try? await self.hub.ask { _ in true }) == true else { return }
            self.manager.tell("WATCHDOG=1")
            try? await Task.sleep(for: pause)
        }
    }
}
