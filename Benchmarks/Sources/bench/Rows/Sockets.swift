import CFloor
import Foundation

/// Events to 1,000 web sockets, of which ten never read.
final class Sockets: Reading {
    static let row = Row(name: "sockets", what: "events to 1,000 web sockets") { try Sockets() }

    private static let clients = 1000
    private static let runs = 300
    private let host: FloeHost
    private let wire: Wire

    init() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        self.host = try FloeHost(
            flows: """
                flows:
                  - id: empty
                    triggers: [{id: go, type: data}]
                    tasks: [{id: done, listen: trigger.good, type: end}]
                """)
        self.wire = try self.host.wire()
    }

    var rounds: Int? { 3 }

    func read() throws -> [Figure] {
        let idle = self.host.status("VmRSS")
        guard let clients = clients_open(CInt(self.host.port), FloeHost.token, CInt(Self.clients), 10) else {
            throw FloorFailed(what: "connection of a web socket")
        }
        defer { clients_close(clients) }
        let (before, processor) = (clients_frames(clients), self.host.processorSeconds)
        let seconds = try measured {
            for _ in 0..<Self.runs { _ = try self.host.trigger("empty", on: self.wire) }
            // Until nothing more comes.
            var last = clients_frames(clients)
            repeat {
                last = clients_frames(clients)
                usleep(50_000)
            } while clients_frames(clients) != last
        }
        let deliveries = Double(clients_frames(clients) - before)
        let used = self.host.processorSeconds - processor
        return [
            Figure("deliveries a second of processor", deliveries / used, "/s", .least(200_000)),
            Figure("deliveries a second", deliveries / seconds, "/s"),
            Figure("memory a client, ten never reading", (self.host.status("VmRSS") - idle) / Double(Self.clients), "kB", .most(1024)),
        ]
    }
}
