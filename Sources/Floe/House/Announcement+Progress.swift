import FloeCore
import FloeHub

extension Announcement {
    /// How far an attempt has come. Not stored.
    static func progress(of order: Order, done: Double?, text: String) -> Announcement {
        var values: Values = ["attempt": .int(Int64(order.id.attempt)), "text": .string(text)]
        if let done { values["done"] = .double(done) }
        return Announcement(
            run: order.id.run, flow: order.flow.id, tag: "sys.node.update", node: order.id.node, pass: order.id.pass, values: values,
            at: HubClock.system.now())
    }
}
