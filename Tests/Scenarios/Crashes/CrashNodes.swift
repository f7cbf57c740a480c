import FloeTesting

/// The nodes of a random flow, each a line of YAML.
struct CrashNodes {
    let others: [String]
    private(set) var lines: [String] = []
    /// What is emitted so far, the likelier the oftener.
    private var tags = ["trigger.good"]

    init(others: [String]) { self.others = others }

    mutating func draw(_ random: inout Seeded) {
        for at in 0..<random.number(2...5) {
            let name = "n\(at)"
            var listen = at == 0 ? "trigger.good" : random.pick(self.tags)
            // Rework until it is good: the merge hears the first start and every bad end.
            if at > 0, random.chance(12) {
                self.add("id: again\(at), class: merge, type: any, again: true, wait: [\(listen), task.\(name).bad]")
                listen = "merge.again\(at).good"
                self.work(name, listen, statuses: random.pick(["1,0", "1,1,0", "1"]), &random)
            } else {
                self.node(name, listen, &random)
            }
            if at > 0, random.chance(25) { self.merge("m\(at)", &random) }
        }
        if random.chance(55) {
            let heard = self.tags.dropFirst().filter { !$0.hasSuffix(".cancelled") }
            for at in 0..<random.number(1...2) {
                let options = random.chance(25) ? ", opts: {result: bad}" : ""
                self.add("id: end\(at), type: end, listen: \(random.pick(heard))\(options)")
            }
        }
    }

    private mutating func add(_ line: String) { self.lines.append("{\(line)}") }

    private mutating func node(_ name: String, _ listen: String, _ random: inout Seeded) {
        switch random.number(0...99) {
        case ..<8:
            let when = random.pick(["period: 0", "period: 1", "until: \"{{trigger.soon}}\""])
            self.add("id: \(name), type: timer, listen: \(listen), opts: {\(when)}")
        case ..<18:
            let limit = random.chance(20) ? ", timeout: \(random.number(1...3))s" : ""
            self.add(
                "id: \(name), type: data, listen: \(listen)\(limit), opts: {good-when: ok, form: {fields: [{id: ok, type: bool}]}}")
            self.tags += ["task.\(name).bad"]
        case ..<26 where !self.others.isEmpty:
            let limit = random.chance(20) ? ", timeout: \(random.number(1...3))s" : ""
            self.add(
                """
                id: \(name), type: flow, listen: \(listen)\(limit), \
                opts: {flow: \(random.pick(self.others)), wait: \(random.chance(75)), values: {branch: child}}
                """)
            self.tags += ["task.\(name).bad"]
        default:
            self.work(name, listen, statuses: random.pick(["0", "0", "0", "0", "1", "1,0", "0,1", "3,0"]), &random)
            return
        }
        self.tags += Array(repeating: "task.\(name).good", count: 3)
        if random.chance(20) { self.tags += ["task.\(name).cancelled"] }
    }

    private mutating func work(_ name: String, _ listen: String, statuses: String, _ random: inout Seeded) {
        var parts = [
            "id: \(name), type: exec, listen: \(listen), max-passes: \(random.number(1...4)), grace: \(random.pick(["0", "0", "1"]))s"
        ]
        let usesStatus = random.chance(10)
        if usesStatus { parts.append("use-status: true") } else if random.chance(12) { parts.append("ignore-fail: true") }
        if random.chance(25) {
            let when = random.pick(["bad", "bad, timed-out", "bad, lost", "lost", "bad, error, lost"])
            parts.append("retry: {attempts: \(random.number(2...3)), delay: \(random.pick(["0", "0", "1"]))s, when: [\(when)]}")
        }
        if random.chance(8) { parts.append("condition: {command: \"test $FLOE_PASS != \(random.number(1...2))\"}") }
        if random.chance(8) { parts.append("pre: \"echo floe: before; test $FLOE_PASS != \(random.number(2...3))\"") }
        if random.chance(8) { parts.append("post: \"echo floe: behind\"") }
        var nap = random.pick(["0", "0", "0", "0", "0.02", "0.1", "0.3"])
        if random.chance(4) {
            (nap, _) = ("20", parts.append("timeout: 1s"))
        } else if random.chance(4) {
            (nap, _) = ("20", parts.append("no-output: 1s"))
        }
        if random.chance(15) { parts.append("artifacts: [\"kept.*\"]") }
        let habits = ["t", "b", "s", "v", "v", "k"].filter { _ in random.chance(20) }.joined()
        let lines = random.pick([0, 1, 10, 40, 200])
        parts.append("opts: {cmd: /bin/sh, args: [\"{WORK}\", \"\(lines)\", \"\(statuses)\", \"\(nap)\", \"-\(habits)\"]}")
        self.add(parts.joined(separator: ", "))
        self.tags += Array(repeating: "task.\(name).good", count: 3) + ["task.\(name).bad", "task.\(name).bad"]
        self.tags += random.pick([[], ["task.\(name).cancelled"], ["task.\(name).error"], usesStatus ? ["task.\(name).3"] : []])
    }

    private mutating func merge(_ id: String, _ random: inout Seeded) {
        let tags = Array(Set(self.tags).sorted().shuffled(using: &random).prefix(2))
        guard tags.count == 2 else { return }
        let type = random.chance(40) ? "any" : "all"
        self.add("id: \(id), class: merge, type: \(type), again: \(random.chance(40)), wait: [\(tags.joined(separator: ", "))]")
        self.tags += ["merge.\(id).good", "merge.\(id).good"]
    }
}
