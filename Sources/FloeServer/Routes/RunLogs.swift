import FloeCore
import Glibc

/// Where the logs of a run's attempts lie.
struct RunLogs: Sendable {
    let root: String
    let flow: FlowKey

    /// Bytes written so far; 0 when there is no log. Blocks.
    func size(_ order: OrderID) -> Int {
        var info = stat()
        let name = "\(order.node).\(order.pass).\(order.attempt)\(order.instance.isEmpty ? "" : ".\(order.instance)").log"
        return stat("\(self.root)/logs/\(self.flow.id)/\(order.run)/\(name)", &info) == 0 ? Int(info.st_size) : 0
    }
}
