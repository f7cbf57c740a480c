import FloeCore
import FloeTesting
import Glibc
import Testing

/// Real hosts that find each other and share their runs.
@Suite(.timeLimit(.minutes(10))) struct ClusterScenarios {
    /// Each task notes its begin and its end in one file, by which it is seen what ran at a time.
    private static let flows = """
        common: {task-slots: 4}
        flows:
        - id: short
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "on $FLOE_HOST"'}}
        - id: gpu
          host-tags: [gpu]
          triggers: [{name: start, type: data, opts: {form: {fields: [{id: name, type: text}, {id: password, type: secret}]}}}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {env: ['PW={{trigger.password}}'], shell: 'echo "{{trigger.name}} on $FLOE_HOST ${#PW}"; echo made > made.txt'}, artifacts: [made.txt]}
          - {id: ask, type: data, listen: task.work.good, opts: {form: {fields: [{id: who, type: text}]}}}
          - {id: done, type: end, listen: task.ask.good}
        - id: exclusive
          resource-tags: [db]
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ $FLOE_RUN" >> "$NOTES"; sleep 0.05; echo "- $FLOE_RUN" >> "$NOTES"'}}
        - id: there
          host-tags: [gpu]
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'while [ ! -e "$NOTES.go" ]; do sleep 0.02; done; echo "on $FLOE_HOST"'}}
        - id: held
          resource-tags: [db]
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo began; while [ ! -e "$NOTES.go" ]; do sleep 0.02; done; echo went on'}}
        """

    private func cluster(_ tags: [String] = ["linux", "linux,gpu"]) throws -> TestCluster {
        let cluster = try TestCluster("", tags: tags)
        let flows = Self.flows.replacing("$NOTES", with: cluster.folder.file("notes"))
        try TestCommand.sh("cat > default.yml <<'END_OF_FLOWS'\n\(flows)\nEND_OF_FLOWS", in: cluster.folder.path)
        return cluster
    }

    @Test func `two hosts find each other; a run goes where its tags are, and either shows all of it`() async throws {
        let cluster = try self.cluster()
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        let ref = try await h1.trigger("gpu", #"{"name": "ann", "password": "12345678"}"#)
        #expect(ref == "h1-1")
        // The run is on h2; its page, log and artifacts are those of h1 too.
        _ = try await h1.run(ref, until: "waiting for an answer") { $0.node("ask")["state"] == "waiting" }
        #expect(try await h1.get("\(WireClient.base)/runs/\(ref)").json["exec_host"] == "h2")
        #expect(try await h1.output(ref, "work") == "ann on h2 8\n")
        #expect(try await h1.get("\(WireClient.base)/runs/\(ref)/artifacts/work/made.txt").text == "made\n")
        let events = try await h1.events(ref)
        #expect(events.compactMap { $0["id"].int }.map(Int.init) == Array(1...events.count))
        let answered = try await h1.post("\(WireClient.base)/runs/\(ref)/nodes/ask/answer", #"{"values": {"who": "bob"}}"#)
        #expect(answered.status == 202, "\(answered.text)")
        for client in [h1, h2] { #expect(try await client.ended(ref)["result"] == "good") }
        // One list, each run once.
        try await Eventually.holds("h1 knows that it ended") {
            let lists = try await [h1, h2].asyncMap { try await $0.get("\(WireClient.base)/runs").json["runs"].list ?? [] }
            return lists.allSatisfy {
                $0.count == 1 && $0[0]["ref"].string == ref && $0[0]["result"] == "good" && $0[0]["exec_host"] == "h2"
            }
        }
        let flow = try await h1.get("\(WireClient.base)/flows").json["flows"].list?.first { $0["id"] == "gpu" }
        #expect(flow?["runs"].list?.count == 1)
    }

    @Test func `whoever follows a run at one host hears of it while another executes it`() async throws {
        let cluster = try self.cluster()
        try await cluster.start()
        let caller = try Caller(to: cluster.client(0))
        let follower = try caller.start(["flow", "run", "there"])
        try await Eventually.holds("the run is on h2") { try await cluster.client(1).get("\(WireClient.base)/runs/h1-1").status == 200 }
        try TestCommand.sh("touch notes.go", in: cluster.folder.path)
        #expect(try await follower.exit() == 0, "\(follower.printed)")
        #expect(follower.printed.contains("on h2"))
    }

    @Test func `runs spread, and a tag is held by one run of all hosts`() async throws {
        let cluster = try self.cluster(["linux", "linux", "linux"])
        try await cluster.start()
        var refs: [String] = []
        for at in 0..<24 { refs.append(try await cluster.client(at % 3).trigger("exclusive")) }
        for ref in refs { #expect(try await cluster.client(0).ended(ref)["result"] == "good") }
        let notes = (cluster.folder.text("notes") ?? "").split(separator: "\n")
        #expect(notes.count == 48)
        for at in stride(from: 0, to: notes.count - 1, by: 2) {
            #expect(notes[at].hasPrefix("+ ") && notes[at + 1] == "-" + notes[at].dropFirst(), "\(notes[at]) was not alone")
        }
        var places: Set<String> = []
        for _ in 0..<12 { refs.append(try await cluster.client(0).trigger("short")) }
        for ref in refs { places.insert(try await cluster.client(0).ended(ref)["exec_host"].string ?? "") }
        #expect(places == ["h1", "h2", "h3"])
        // Pages of the one list fit together.
        var seen: [String] = []
        var after = ""
        repeat {
            let page = try await cluster.client(1).get("\(WireClient.base)/runs?limit=7\(after)").json
            seen += (page["runs"].list ?? []).compactMap { $0["ref"].string }
            after = page["next"].string.map { "&after=\($0)" } ?? ""
        } while !after.isEmpty
        #expect(seen.count == 36 && Set(seen) == Set(refs))
    }

    @Test func `kill -9 of the adopter or the executor loses nothing, and is told`() async throws {
        let cluster = try self.cluster()
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        // One that runs at h2, given by h1, and one that waits for its tag.
        let away = try await h1.trigger("gpu", #"{"name": "ann", "password": "12345678"}"#)
        _ = try await h1.run(away, until: "at h2") { $0.node("ask")["state"] == "waiting" }
        let holder = try await h1.trigger("held")
        _ = try await h1.run(holder, until: "running") { $0["state"] == "active" }
        let waiter = try await h2.trigger("exclusive")
        try await Eventually.holds("the waiter says who has its tag") {
            try await h2.get("\(WireClient.base)/runs/\(waiter)/why").text.contains(holder)
        }
        try await cluster.kill(1)
        // What h1 knows is shown, with what is wrong.
        try await Eventually.holds("h1 tells that h2 is away") {
            let why = try await h1.get("\(WireClient.base)/runs/\(away)/why").text
            return why.contains("h2") && why.contains("not seen for")
        }
        #expect(try await h1.get("\(WireClient.base)/runs").json["missing"].list == ["h2"])
        let hosts = try await h1.get("\(WireClient.base)/hosts").json["hosts"].list ?? []
        #expect(hosts.first { $0["name"] == "h2" }?["state"] == "warning")
        try await cluster.start(1)
        try await cluster.joined()
        _ = try await h1.run(away, until: "there again") { $0.node("ask")["state"] == "waiting" }
        // The adopter goes, and the executor ends the run meanwhile.
        try await cluster.kill(0)
        let answered = try await h2.post("\(WireClient.base)/runs/\(away)/nodes/ask/answer", #"{"values": {"who": "bob"}}"#)
        #expect(answered.status == 202, "\(answered.text)")
        #expect(try await h2.ended(away)["result"] == "good")
        #expect(try await h2.get("\(WireClient.base)/runs/\(waiter)").json["state"] == "pending")
        try await cluster.start(0)
        try await cluster.joined()
        #expect(try await h1.ended(away)["result"] == "good")
        try TestCommand.sh("touch notes.go", in: cluster.folder.path)
        #expect(try await h1.ended(holder)["result"] == "good")
        #expect(try await h2.ended(waiter)["result"] == "good")
        // A task of h1 went on under its keeper while h1 was away.
        #expect(try await h2.output(holder, "work") == "began\nwent on\n")
    }

    @Test func `a host ends in order while the others go on, and is waited for by nobody`() async throws {
        let cluster = try self.cluster()
        try await cluster.start()
        for at in [0, 1] {
            let began = ContinuousClock.now
            #expect(try await cluster.stop(at) == 0)
            // Not until the others let go of it: they would do so after 30 s of silence.
            #expect(ContinuousClock.now - began < .seconds(20))
            try await cluster.start(at)
            try await cluster.joined()
        }
    }

    @Test func `hosts that can't be one cluster say so on both sides`() async throws {
        let cluster = try self.cluster()
        try await cluster.start(0)
        // h2 has another list: it leaves out nobody, but names one more.
        let more = cluster.addresses + ["http://127.0.0.1:9"]
        let process = try FloeProcess(
            [
                "-admin=\(TestHost.admin)", "-host_name=h2", "-pub_bind=127.0.0.1:\(cluster.hosts[1].port)",
                "-root=\(cluster.folder.file("h2"))", "-hosts=\(more.joined(separator: ","))",
            ], folder: cluster.folder.path, output: cluster.folder.file("other"))
        _ = try await process.line("dashboard:")
        for at in 0..<2 {
            let client = cluster.client(at)
            try await Eventually.holds("h\(at + 1) tells that the lists differ") {
                try await client.get("\(WireClient.base)/hosts").text.contains("http://127.0.0.1:9 is missing in the file of")
            }
        }
        // Runs without tags of the cluster go on.
        #expect(try await cluster.client(0).ended(try await cluster.client(0).trigger("short"))["result"] == "good")
    }

    @Test func `another token, and no token, are told`() async throws {
        let cluster = try self.cluster()
        try await cluster.start(0)
        let process = try FloeProcess(
            [
                "-admin=another", "-host_name=h2", "-pub_bind=127.0.0.1:\(cluster.hosts[1].port)", "-root=\(cluster.folder.file("h2"))",
                "-hosts=\(cluster.addresses.joined(separator: ","))",
            ], folder: cluster.folder.path, output: cluster.folder.file("other"))
        _ = try await process.line("dashboard:")
        try await Eventually.holds("h1 tells that h2 has another token") {
            try await cluster.client(0).get("\(WireClient.base)/hosts").text.contains("it does not take this host's -admin")
        }
        let none = try FloeProcess(
            ["-host_name=h3", "-hosts=\(cluster.addresses.joined(separator: ","))", "-root=\(cluster.folder.file("h3"))"],
            folder: cluster.folder.path, output: cluster.folder.file("none"))
        #expect(try await none.exit() == 2)
        #expect(none.printed.contains("give every host the same -admin"))
    }

    @Test func `a host that drains gives its pending runs away, and one that is forgotten is waited for no more`() async throws {
        let cluster = try self.cluster(["linux", "linux"])
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        let holder = try await h2.trigger("held")
        _ = try await h2.run(holder, until: "running") { $0["state"] == "active" }
        let moved = try await h1.trigger("exclusive")
        #expect(try await h2.post("\(WireClient.base)/hosts/h1/drain", "{}").status == 202)
        try await Eventually.holds("the pending run is h2's to place") {
            try await h1.get("\(WireClient.base)/runs/\(moved)").json["exec_host"] == "h2"
        }
        let refused = try await h2.post("\(WireClient.base)/hosts/h1/forget", "{}")
        #expect(refused.status == 409 && refused.text.contains("h1 is there"))
        #expect(try await h2.post("\(WireClient.base)/hosts/h1/resume", "{}").status == 202)
        try TestCommand.sh("touch notes.go", in: cluster.folder.path)
        #expect(try await h1.ended(moved)["result"] == "good")
        #expect(try await h1.ended(holder)["result"] == "good")
        try await cluster.kill(1)
        try await Eventually.holds("h1 can forget h2") { try await h1.post("\(WireClient.base)/hosts/h2/forget", "{}").status == 204 }
        let after = try await h1.trigger("exclusive")
        #expect(try await h1.ended(after)["result"] == "good")
        // It comes back as a new store, and they are one cluster again.
        try await cluster.start(1)
        try await cluster.joined()
        #expect(try await h2.ended(try await h2.trigger("exclusive"))["result"] == "good")
    }
}

extension Array {
    func asyncMap<T>(_ transform: (Element) async throws -> T) async throws -> [T] {
        var mapped: [T] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
