import FloeCore
import FloeTesting
import Glibc
import Testing

/// What `floe run why` says of a run that waits, reason by reason, on a real host. Not here: `loading`, which lasts too short a time to be asked for,
/// and `reserved`, which takes a minute (both PlacementTests); `output` and `store` (FullDiskScenarios); `keeper` (KeeperFaultScenarios); `cluster` (ClusterScenarios).
@Suite(.timeLimit(.minutes(5)))
struct WhyScenarios {
    /// Tasks go on when there is a file `go`.
    private static let flows = """
        common: {task-slots: 5}
        flows:
        - {id: hold, resource-tags: [a], tasks: [{id: work, type: exec, listen: trigger.good, opts: {shell: "WAIT"}}]}
        - {id: gpu, host-tags: [gpu], tasks: [{id: work, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
        - {id: free, tasks: [{id: work, type: exec, listen: trigger.good, opts: {shell: "WAIT"}}]}
        - {id: deaf, tasks: [{id: work, type: exec, listen: trigger.good, grace: 60s, opts: {shell: "trap '' TERM; touch deaf; WAIT"}}]}
        - id: many
          tasks:
          - {id: failed, type: exec, listen: trigger.good, retry: {attempts: 2, delay: 1h}, opts: {shell: "exit 3"}}
          - {id: later, type: timer, listen: trigger.good, opts: {period: 1h}}
          - {id: ask, type: data, listen: trigger.good, opts: {form: {fields: [{id: who, type: text}]}}}
          - {id: other, type: flow, listen: trigger.good, opts: {flow: gpu}}
          - {id: one, type: exec, listen: trigger.good, opts: {cmd: "true"}}
          - {id: two, type: exec, listen: trigger.good, opts: {cmd: "true"}}
          - {id: both, class: merge, wait: [task.one.good, task.ask.good]}
          - {id: each, class: merge, type: any, again: true, wait: [task.one.good, task.two.good]}
          - {id: slow, type: exec, listen: merge.each.good, opts: {shell: "WAIT"}}
          - {id: last, type: exec, listen: merge.both.good, opts: {cmd: "true"}}
        """

    /// Asks until it says all of these.
    private func says(_ texts: [String], of run: String, _ caller: Caller, _ place: SourceLocation = #_sourceLocation) async throws {
        var told = ""
        try? await Eventually.holds("why of \(run)", within: .seconds(30)) {
            told = try await caller.floe("run", "why", run).text
            return texts.allSatisfy { told.contains($0) }
        }
        for text in texts { #expect(told.contains(text), "\(text) is not said of \(run):\n\(told)", sourceLocation: place) }
    }

    @Test func `each reason is said, with what would change it`() async throws {
        let host = try TestHost(flows: "")
        defer { withExtendedLifetime(host) {} }
        let go = host.folder.file("go")
        try host.write(Self.flows.replacing("WAIT", with: "until [ -e \(go) ]; do sleep 0.05; done"))
        let (_, client) = try await host.start()
        let caller = try Caller(to: client)

        let hold = try await client.trigger("hold")
        try await self.says(["work is running", "until it ends, or reaches its timeout"], of: hold, caller)
        let second = try await client.trigger("hold")
        try await self.says(
            ["waits for a, held by \(hold) since ", "until \(hold) ends, or is cancelled", "\(hold)  hold  active"], of: second, caller)
        let third = try await client.trigger("hold")
        try await self.says(["waits for a, held by \(hold)", "1 before it"], of: third, caller)
        let gpu = try await client.trigger("gpu")
        try await self.says(
            ["no host has the tags gpu", "until a host with these tags joins, or the flow asks for fewer"], of: gpu, caller)
        #expect(try await caller.floe("run", "pause", gpu).status == 0)
        try await self.says(["the run is paused", "until resume it: floe run resume \(gpu)"], of: gpu, caller)

        let many = try await client.trigger("many")
        let child = "h1-\((Int(many.dropFirst(3)) ?? 0) + 1)"
        try await self.says(
            [
                "failed failed and is tried again at 2", "until the time comes", "later waits until 2", "ask waits for an answer",
                "until somebody fills its form: floe run answer \(many)", "other waits for the run \(child)", "until that run ends",
                "both has not heard task.ask.good yet", "until these events come", "slow is running",
                "slow waits for the pass before this one",
                "until that pass ends", "\(child)  gpu  pending", "no host has the tags gpu",
            ], of: many, caller)

        let deaf = try await client.trigger("deaf")
        let folder = host.folder
        try await Deadline.until("the task") { folder.exists("root/spaces/deaf/ws/\(deaf)/deaf") }
        #expect(try await client.post("\(WireClient.base)/runs/\(deaf)/cancel").status == 202)
        try await self.says(
            [
                "ends cancelled: person", "until what still runs of it ends; cancel it again to stop clean-up too", "work is being stopped",
                "until its processes are gone",
            ], of: deaf, caller)

        // Three of the slots are taken: by hold, slow and deaf.
        let running = [try await client.trigger("free"), try await client.trigger("free")]
        for run in running { try await self.says(["work is running"], of: run, caller) }
        let slot = try await client.trigger("free")
        try await self.says(["work waits for a free task slot", "until a running task ends"], of: slot, caller)

        #expect(try await caller.floe("host", "drain", "h1").status == 0)
        let drained = try await client.trigger("free")
        try await self.says(["the host drains and starts no runs", "until floe host resume h1"], of: drained, caller)
        #expect(try await caller.floe("host", "resume", "h1").status == 0)

        try TestCommand.sh("touch go", in: folder.path)
        for run in [hold, second, third, slot, drained] { #expect(try await client.ended(run)["result"] == "good") }
        try await self.says(["ended good: nothing was left to do", "until nothing: it is over"], of: hold, caller)
        for run in [many, gpu] { #expect(try await client.post("\(WireClient.base)/runs/\(run)/cancel").status == 202) }
        #expect(try await client.ended(many)["result"] == "cancelled")
        try await self.says(["ended cancelled: person", "until retry it: floe run retry \(many)"], of: many, caller)
    }
}
