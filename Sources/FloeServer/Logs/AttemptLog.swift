import FloeCore

/// The log of one attempt: which it is, and whether it still grows.
struct AttemptLog: Sendable {
    let order: OrderID
    let logs: RunLogs
    /// Its attempt runs.
    let live: Bool

    /// The attempt that a request means: the last of the last pass, unless it names others.
    init(_ call: Call, of run: StoredRun, root: String) throws {
        let node = call.parameter("node")
        let pass = call.number("pass")
        let attempt = call.number("attempt")
        let instance = call.query["host"] ?? ""
        guard run.flow.compiled.index[node] != nil else { throw Refusal.notFound("the run \(run.row.ref) has no node '\(node)'") }
        let passes = run.passes.filter { $0.key.node == node && $0.key.instance == instance && $0.attempt > 0 }
        guard let row = pass.map({ pass in passes.first { $0.key.pass == pass } }) ?? passes.last else {
            throw Refusal.notFound("'\(node)' has no log: \(passes.isEmpty ? "nothing of it was executed yet" : "there is no such pass")")
        }
        guard attempt ?? 1 <= row.attempt else {
            throw Refusal.notFound("'\(node)' has no such attempt; the last of pass \(row.key.pass) is \(row.attempt)")
        }
        self.order = OrderID(
            run: run.row.ref, node: node, pass: row.key.pass, attempt: attempt ?? row.attempt, instance: instance)
        self.logs = RunLogs(root: root, flow: run.row.flow)
        self.live = Self.runs(self.order, in: run)
    }

    /// Whether the attempt may still write.
    static func runs(_ order: OrderID, in run: StoredRun) -> Bool {
        run.row.isLive
            && run.passes.contains {
                $0.key.node == order.node && $0.key.pass == order.pass && $0.key.instance == order.instance
                    && $0.attempt == order.attempt && $0.state == .running
            }
    }

    /// What the log is called when somebody keeps it.
    var name: String { "\(self.order.description.replacing("/", with: "-")).log" }
}
