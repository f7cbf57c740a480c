import FloeConfig
import FloeCore
import FloeTesting

/// A random flow: loops, merges, clean-up, children, hooks, retries, timers, forms, tags, overlap, all of tasks that take next to no time.
struct CrashFlow {
    let id: String
    /// Its resource-tags.
    let tags: [String]
    /// Its entry in the flow file of the host.
    private(set) var text: String
    /// Its tasks, where they are in a file of their own.
    private(set) var file: String?

    init(_ id: String, _ text: String, file: String? = nil) {
        (self.id, self.tags, self.text, self.file) = (id, [], text, file)
    }

    /// Flows that pass every named point of an attempt and of a decision.
    static var passingAll: [CrashFlow] {
        let head = "triggers: [{id: start, type: data, opts: {form: {fields: [{id: mark}, {id: branch}, {id: soon}]}}}]"
        let env = "env: [\"LEDGER={LEDGER}\", \"CRASH_TOKEN={TOKEN}\"]"
        func work(_ id: String, _ listen: String, _ nap: String, _ more: String = "") -> String {
            let options = "opts: {cmd: /bin/sh, args: [\"{WORK}\", \"10\", \"0\", \"\(nap)\", \"-bsvk\"]}"
            return "{id: \(id), type: exec, listen: \(listen), grace: 0s, retry: {attempts: 3, when: [lost]}, \(options)\(more)}"
        }
        // The second is stopped by the end that the third brings about; what is not there to be kept is told in the log.
        let tasks = [
            work("n0", "trigger.good", "0", ", artifacts: [\"kept.*\", \"none\"]"), work("n1", "task.n0.good", "20"),
            work("n2", "task.n0.good", "0.1"), "{id: end0, type: end, listen: task.n2.good}",
        ].map { "      - \($0)" }.joined(separator: "\n")
        return [
            CrashFlow("f0", "  - id: f0\n    \(env)\n    \(head)\n    tasks:\n\(tasks)"),
            CrashFlow(
                "f1", "  - id: f1\n    \(env)\n    \(head)\n    flow-file: f1.yml",
                file: "id: f1\ntasks:\n  - \(work("n0", "trigger.good", "0"))\n"),
        ]
    }

    /// Draws until one comes that validates.
    /// - Parameter others: Flows there are already, which it may start or follow.
    static func make(_ id: String, others: [String], _ random: inout Seeded) -> CrashFlow {
        for _ in 0..<1000 {
            let flow = CrashFlow(draft: id, others: others, &random)
            let known = others.map { "  - {id: \($0), tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: \"true\"}}]}" }
            let file = (["flows:"] + known + [flow.text]).joined(separator: "\n")
            guard let config = ConfigReader.read(text: file, file: "flows").0, let base = config.flows.last else { continue }
            if let text = flow.file, ConfigReader.readFlowFile(text: text, file: "tasks", over: base).0 == nil { continue }
            return flow
        }
        preconditionFailure("none of 1,000 drawn flows is valid")
    }

    private init(draft id: String, others: [String], _ random: inout Seeded) {
        self.id = id
        var head = ["id: \(id)"]
        self.tags = Array(["x", "y", "z"].shuffled(using: &random).prefix(random.pick([0, 0, 0, 1, 1, 2])))
        if !self.tags.isEmpty { head.append("resource-tags: [\(self.tags.joined(separator: ", "))]") }
        let overlap = random.pick(["allow", "allow", "allow", "queue", "skip", "cancel-previous"])
        head.append(random.chance(50) ? "overlap: \(overlap)" : "overlap: {mode: \(overlap), key: \"{{trigger.branch}}\"}")
        if random.chance(15) { head.append("reuse-space: true") }
        if random.chance(20) { head.append("timeout: \(random.number(2...6))s") }
        if random.chance(20) { head.append("queue-timeout: \(random.number(2...10))s") }
        head.append("cleanup-timeout: 3s")
        head.append("env: [\"LEDGER={LEDGER}\", \"CRASH_TOKEN={TOKEN}\"]")
        var triggers = ["{id: start, type: data, opts: {form: {fields: [{id: mark}, {id: branch}, {id: soon}]}}}"]
        if !others.isEmpty, random.chance(6) {
            triggers.append(
                "{id: after, type: flow, opts: {flow: \(random.pick(others)), result: \(random.pick(["good", "bad", "any"]))}}")
        }
        head.append("triggers: [\(triggers.joined(separator: ", "))]")
        var tasks = CrashNodes(others: others)
        tasks.draw(&random)
        let list = tasks.lines.map { "      - \($0)" }
        if random.chance(12) {
            self.file = (["id: \(id)", "tasks:"] + list).joined(separator: "\n") + "\n"
            head.append("flow-file: \(id).yml")
            self.text = "  - " + head.joined(separator: "\n    ")
        } else {
            self.text = "  - " + head.joined(separator: "\n    ") + "\n    tasks:\n" + list.joined(separator: "\n")
        }
    }
}
