import FloeConfig
import FloeCore
import FloeServer
import Glibc
import ServiceLifecycle

/// Tells the person who started the host where it is, once it can be reached.
struct Greeting: Service {
    let house: House

    func run() async throws {
        if let port = await self.house.server.boundPorts()?.first {
            let config = self.house.config
            let address = self.house.file.common.publicURL ?? config.address(port: port)
            let flows = self.house.file.catalog.flows.count
            var lines = [
                "floe \(FloeVersion.current), host \(config.hostName), \(flows) \(flows == 1 ? "flow" : "flows") of \(config.conf)",
                "dashboard:  \(address)/app/dash",
            ]
            if config.admin == nil {
                lines.append("sign in:    \(address)\(self.house.server.makeLoginLink())  (once, within a quarter of an hour)")
                lines.append("token:      \(config.root)/admin.token")
            }
            print(lines.joined(separator: "\n"))
            fflush(nil)
        }
        try await gracefulShutdown()
    }
}
