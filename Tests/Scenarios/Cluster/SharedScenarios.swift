import FloeCore
import FloeTesting
import Glibc
import Testing

/// Real hosts that use one database together.
@Suite(.timeLimit(.minutes(10))) struct SharedScenarios {
    private let server: PostgresServer

    init() throws { self.server = try PostgresServer() }

    /// Each task notes its begin and its end in one file, by which it is seen what ran at a time.
    private func flows(_ schema: String) throws -> String {
        try self.server.sql("CREATE SCHEMA \(schema)")
        return """
            common: {store-type: postgres, store-root: '\(self.server.address(schema: schema))', task-slots: 4}
            flows:
            - id: short
              triggers: [{name: start, type: data}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "on $FLOE_HOST"'}}
            - id: gpu
              host-tags: [gpu]
              triggers: [{name: start, type: data}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "on $FLOE_HOST"; echo made > made.txt'}, artifacts: [made.txt]}
              - {id: ask, type: data, listen: task.work.good, opts: {form: {fields: [{id: who, type: text}]}}}
              - {id: done, type: end, listen: task.ask.good}
            - id: exclusive
              resource-tags: [db]
              triggers: [{name: start, type: data}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ d $FLOE_RUN" >> "$NOTES"; sleep 0.05; echo "- d $FLOE_RUN" >> "$NOTES"'}}
            - id: held
              resource-tags: [db]
              triggers: [{name: start, type: data}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, retry: {attempts: 3, when: [lost], delay: 0s}, opts: {shell: 'echo "$FLOE_FENCE $FLOE_HOST" >> "$NOTES.fence"; while [ ! -e "$NOTES.go" ]; do sleep 0.02; done'}}
            - id: parent
              triggers: [{name: start, type: data}]
              tasks:
              - {id: child, type: flow, listen: trigger.good, opts: {flow: there}}
            - id: there
              host-tags: [gpu]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "on $FLOE_HOST"'}}
            - id: skips
              overlap: skip
              triggers: [{name: start, type: data}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'while [ ! -e "$NOTES.go" ]; do sleep 0.02; done'}}
            """
    }

    private func cluster(_ schema: String, _ tags: [String] = ["linux", "linux,gpu"], look: Int = 200, more: String = "") throws
        -> TestCluster
    {
        let cluster = try TestCluster("", tags: tags, look: look)
        try cluster.write((try self.flows(schema) + more).replacing("$NOTES", with: cluster.folder.file("notes")))
        return cluster
    }

    /// What the notes say was held at one time by two.
    private static func check(_ notes: String, runs: Int) {
        var holder: Substring?
        var begun: [Substring: Int] = [:]
        for line in notes.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words[0] == "+" {
                #expect(holder == nil, "\(words[2]) and \(holder ?? "") hold the tag")
                holder = words[2]
                begun[words[2], default: 0] += 1
            } else {
                #expect(holder == words[2])
                holder = nil
            }
        }
        #expect(begun.count == runs && begun.values.allSatisfy { $0 == 1 }, "\(begun)")
    }

    /// Starts a run at a host, which may have no database for a moment.
    private static func trigger(_ flow: String, _ at: Int, _ cluster: TestCluster) async throws -> String {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let answer = try await cluster.client(at).post("\(WireClient.base)/flows/\(flow)/runs", #"{"values": {}}"#)
            if let run = answer.json["run"].string { return run }
            guard answer.status == 503, .now < end else { throw Deadline.Passed(description: "\(answer.status) \(answer.text)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `two hosts of one database are a cluster; a run goes where its tags are, and either shows all of it`() async throws {
        let cluster = try self.cluster("a")
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        let ref = try await h1.trigger("gpu")
        #expect(ref == "h1-1")
        _ = try await h1.run(ref, until: "waiting for an answer") { $0.node("ask")["state"] == "waiting" }
        #expect(try await h1.get("\(WireClient.base)/runs/\(ref)").json["exec_host"] == "h2")
        #expect(try await h1.output(ref, "work") == "on h2\n")
        #expect(try await h1.get("\(WireClient.base)/runs/\(ref)/artifacts/work/made.txt").text == "made\n")
        let answered = try await h1.post("\(WireClient.base)/runs/\(ref)/nodes/ask/answer", #"{"values": {"who": "bob"}}"#)
        #expect(answered.status == 202, "\(answered.text)")
        for client in [h1, h2] { #expect(try await client.ended(ref)["result"] == "good") }
        let child = try await h1.trigger("parent")
        #expect(try await h2.ended(child)["result"] == "good")
        for client in [h1, h2] {
            let runs = try await client.get("\(WireClient.base)/runs").json["runs"].list ?? []
            #expect(runs.count == 3)
        }
        // Both count their own runs.
        #expect(try await h2.trigger("short") == "h2-1")
        let live = try await h1.trigger("skips")
        _ = try await h1.run(live, until: "active") { $0["state"] == "active" }
        let skipped = try await h2.ended(try await h2.trigger("skips"))
        #expect(skipped["result"] == "cancelled" && skipped["reason"] == "overlap", "\(skipped)")
        try TestCommand.sh("touch notes.go", in: cluster.folder.path)
        #expect(try await h2.ended(live)["result"] == "good")
    }

    @Test func `runs spread, a tag is held by one run of all hosts, and cut connections and a server that ends lose nothing`() async throws
    {
        let cluster = try self.cluster("b", ["linux", "linux", "linux"])
        try await cluster.start()
        var exclusive: [String] = []
        var others: [String] = []
        for step in 0..<30 {
            exclusive.append(try await Self.trigger("exclusive", step % 3, cluster))
            others.append(try await Self.trigger("short", 0, cluster))
            if step % 8 == 3 {
                try self.server.sql(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'floe'")
            }
            if step == 17 {
                self.server.stop(SIGKILL)
                try self.server.start()
            }
        }
        var hosts: Set<String> = []
        for run in exclusive + others {
            let ended = try await cluster.client(0).ended(run)
            #expect(ended["result"] == "good", "\(run): \(ended["reason"]) \(ended["detail"])")
            if let host = ended["exec_host"].string { hosts.insert(host) }
        }
        #expect(hosts.count > 1, "\(hosts)")
        Self.check(cluster.folder.text("notes") ?? "", runs: exclusive.count)
        #expect(try self.server.sql("SELECT count(*) FROM b.hold").prefix { $0.isNumber } == "0")
    }

    @Test func `a host that is killed is taken over: what it had is done by others, and its tasks have ended before`() async throws {
        let cluster = try self.cluster("c", ["linux", "linux"], look: 100)
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        let run = try await h1.trigger("held")
        _ = try await h1.run(run, until: "active") { $0.node("work")["state"] == "running" }
        let first = try await h1.run(run, until: "active") { $0["state"] == "active" }
        let holder = first["exec_host"].string == "h1" ? 0 : 1
        let other = holder == 0 ? h2 : h1
        try await Eventually.holds("the task is up") { cluster.folder.text("notes.fence") != nil }
        let waiting = try await (holder == 0 ? h1 : h2).trigger("exclusive")
        try await cluster.kill(holder)
        try await Eventually.holds("it was taken over and tried again") {
            (cluster.folder.text("notes.fence") ?? "").split(separator: "\n").count == 2
        }
        let fences = (cluster.folder.text("notes.fence") ?? "").split(separator: "\n").map { $0.split(separator: " ") }
        let numbers = fences.compactMap { Int($0[0]) }
        #expect(numbers.count == 2 && numbers[0] < numbers[1], "\(fences)")
        #expect(fences[0][1] != fences[1][1])
        // The keeper of the dead host has ended its task.
        let tasks = try TestCommand.sh("pgrep -fc '\(cluster.folder.file("notes"))[.]go' || true", in: cluster.folder.path)
        #expect(tasks.prefix { $0.isNumber } == "1")
        try TestCommand.sh("touch notes.go", in: cluster.folder.path)
        #expect(try await other.ended(run)["result"] == "good")
        #expect(try await other.ended(waiting)["result"] == "good")
        try await cluster.start(holder)
        try await cluster.joined()
        #expect(try await cluster.client(holder).ended(run)["result"] == "good")
    }

    @Test func `a host that stood still and was taken over begins anew`() async throws {
        let cluster = try self.cluster("d", ["linux", "linux"], look: 100)
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        let run = try await h1.trigger("held")
        let first = try await h1.run(run, until: "active") { $0.node("work")["state"] == "running" }
        let holder = first["exec_host"].string == "h1" ? 0 : 1
        let other = holder == 0 ? h2 : h1
        try await Eventually.holds("the task is up") { cluster.folder.text("notes.fence") != nil }
        cluster.signal(holder, SIGSTOP)
        try await Eventually.holds("it was taken over and tried again") {
            (cluster.folder.text("notes.fence") ?? "").split(separator: "\n").count == 2
        }
        cluster.signal(holder, SIGCONT)
        try await Eventually.holds("it says so") { cluster.printed(holder).contains("others have taken over its runs") }
        try TestCommand.sh("touch notes.go", in: cluster.folder.path)
        #expect(try await other.ended(run)["result"] == "good")
        try await cluster.joined()
        let again = try await Self.trigger("exclusive", holder, cluster)
        #expect(try await other.ended(again)["result"] == "good")
        #expect((cluster.folder.text("notes.fence") ?? "").split(separator: "\n").count == 2)
    }

    @Test func `hosts that are named to each other have a schema each, and hold a tag once by the protocol of their own`() async throws {
        for schema in ["h1", "h2"] { try self.server.sql("CREATE SCHEMA \(schema)") }
        let address = self.server.address(schema: "h1").split(separator: "?")[0]
        let cluster = try TestCluster(
            "", environment: { ["PGOPTIONS": "-csearch_path=\($0)"] })
        try cluster.write(
            """
            common: {store-type: postgres, store-root: '\(address)', task-slots: 4}
            flows:
            - id: exclusive
              resource-tags: [db]
              triggers: [{name: start, type: data}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ d $FLOE_RUN" >> "$NOTES"; sleep 0.05; echo "- d $FLOE_RUN" >> "$NOTES"'}}
            """.replacing("$NOTES", with: cluster.folder.file("notes")))
        try await cluster.start()
        var runs: [(at: Int, ref: String)] = []
        for step in 0..<10 { runs.append((step % 2, try await cluster.client(step % 2).trigger("exclusive"))) }
        for run in runs { #expect(try await cluster.client(run.at).ended(run.ref)["result"] == "good") }
        Self.check(cluster.folder.text("notes") ?? "", runs: runs.count)
        #expect(try self.server.sql("SELECT count(*) FROM h1.host, h2.host").prefix { $0.isNumber } == "1")
    }

    @Test func `a slot of a schedule is fired once over all hosts`() async throws {
        let timer = """

            - id: timed
              triggers: [{name: tick, type: timer, opts: {period: 1s}}]
              tasks:
              - {id: work, type: exec, listen: trigger.good, opts: {shell: 'date +%s >> "$NOTES.slots"'}}
            """
        let cluster = try self.cluster("e", ["linux", "linux", "linux"], more: timer)
        try await cluster.start()
        try await Eventually.holds("four slots were fired") {
            let fired = try self.server.sql("SELECT count(*) FROM e.run WHERE flow = 'timed'")
            return (Int(fired.prefix { $0.isNumber }) ?? 0) >= 4
        }
        for at in 0..<3 { _ = try await cluster.stop(at) }
        // Each run belongs to a slot of its own.
        let rows = try self.server.sql("SELECT count(*), count(DISTINCT adopted_at / 1000) FROM e.run WHERE flow = 'timed'")
        let counts = rows.split(whereSeparator: { $0 == "|" || $0 == "\n" })
        #expect(counts.count == 2 && counts[0] == counts[1], "\(rows)")
    }
}
