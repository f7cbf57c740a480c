import FloeCore
import FloeTesting
import FoundationEssentials
import Glibc

/// Plays random histories against a host that dies again and again, and then lets all of it come to its end.
///
/// A history is a random flow with what happens to its runs. Many share a host and its deaths.
final class CrashPlay {
    let seed: UInt64
    let flows: [CrashFlow]
    let host: CrashHost
    let tail = EventTail()
    private(set) var triggers: [CrashTrigger] = []
    /// When the host died.
    private(set) var deaths: [Moment] = []
    /// The failpoints at which the host, or its keeper, did die.
    private(set) var met: [String] = []
    /// What it was to die of.
    private(set) var causes: [String] = []
    private var random: Seeded
    private var unplayed: [CrashFlow]

    init(seed: UInt64, histories: Int) throws {
        self.seed = seed
        var random = Seeded(seed)
        var flows: [CrashFlow] = []
        for at in 0..<histories {
            flows.append(CrashFlow.make("f\(at)", others: (0..<at).suffix(6).map { "f\($0)" }, &random))
        }
        self.flows = flows
        self.unplayed = flows
        self.random = random
        self.host = try CrashHost(flows, seed: seed)
    }

    init(seed: UInt64, flows: [CrashFlow]) throws {
        self.seed = seed
        self.flows = flows
        self.unplayed = flows
        self.random = Seeded(seed)
        self.host = try CrashHost(flows, seed: seed)
    }

    private static var now: Moment { Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// One life of the host, with so many new histories, which ends by the failpoint or, if that is not reached, at some moment.
    func live(_ histories: Int, failpoint: String?) async throws {
        self.causes.append(failpoint ?? "at random")
        let point = failpoint.map { String($0.prefix { $0 != ":" }) }
        // A keeper has the points it was started with.
        let isKeepers = point?.hasPrefix("keeper.") == true
        if isKeepers { self.host.killKeeper() }
        guard try await self.host.start(failpoint: failpoint) else {
            self.deaths.append(Self.now)
            if let point { self.met.append(point) }
            return
        }
        let keeper = self.host.keeper
        let (client, tail) = (self.host.client, self.tail)
        async let followed: Void = tail.follow(client)
        let batch = Array(self.unplayed.prefix(histories))
        self.unplayed.removeFirst(batch.count)
        var fresh: [CrashTrigger] = batch.flatMap { self.triggers(of: $0) }
        // What had no answer, and some that had one, are sent again.
        for trigger in self.triggers where trigger.key != nil {
            if trigger.accepted.isEmpty ? trigger.refused == nil : self.random.chance(20) { fresh.append(trigger) }
        }
        fresh.shuffle(using: &self.random)
        // About half of them are at work, or on their way, when the host dies.
        let steps = fresh.count / 6 + self.random.number(0...3)
        let killAt = self.random.number(steps / 2...steps)
        // At random moments the keeper dies too: alone, or with the host.
        let keeperDiesAt = failpoint == nil && self.random.chance(25) ? self.random.number(0...killAt) : nil
        let keeperDiesToo = failpoint == nil && self.random.chance(25)
        for step in 0..<steps {
            if step == keeperDiesAt { self.host.killKeeper() }
            if step == killAt, failpoint == nil { break }
            let group = Array(fresh.prefix(3))
            fresh.removeFirst(group.count)
            await self.send(group)
            await self.meddle()
        }
        // While requests are under way.
        let process = self.host.process
        let moment = Duration.microseconds(self.random.number(0...30_000))
        let last = Array(fresh.prefix(12))
        fresh.removeFirst(last.count)
        async let killed: Bool = {
            try? await Task.sleep(for: moment)
            defer { process?.send(SIGKILL) }
            return process?.hasEnded == true
        }()
        await self.send(last)
        let hadDied = await killed
        try await self.host.kill()
        if keeperDiesToo { self.host.killKeeper() }
        self.deaths.append(Self.now)
        if let point, isKeepers ? keeper != self.host.keeper : hadDied { self.met.append(point) }
        await followed
        // Those that were not sent come in the next life.
        for trigger in fresh where !self.triggers.contains(where: { $0.mark == trigger.mark }) { self.triggers.append(trigger) }
    }

    /// One life in which all flows are triggered, until the host, or its keeper, dies of the failpoint.
    func die(of point: String) async throws {
        self.causes.append(point)
        let fresh = self.unplayed.map { CrashTrigger(mark: "\($0.id)-0", flow: $0.id, key: "key-\($0.id)") }
        self.unplayed = []
        self.triggers = fresh
        guard try await self.host.start(failpoint: point) else {
            self.deaths.append(Self.now)
            return
        }
        let (client, tail, keeper) = (self.host.client, self.tail, self.host.keeper)
        async let followed: Void = tail.follow(client)
        await self.send(fresh)
        let host = Unchecked(self.host)
        let isDead: @Sendable () -> Bool = { host.value.process?.hasEnded == true || host.value.keeper != keeper }
        try? await Deadline.until("the end of the host at \(point)", within: .seconds(20), isDead)
        if isDead() { self.deaths.append(Self.now) }
        try await self.host.kill()
        await followed
    }

    private func triggers(of flow: CrashFlow) -> [CrashTrigger] {
        (0..<self.random.pick([1, 1, 2])).map { at in
            let mark = "\(flow.id)-\(at)"
            return CrashTrigger(mark: mark, flow: flow.id, key: self.random.chance(75) ? "key-\(mark)" : nil)
        }
    }

    /// Sends triggers at the same time.
    private func send(_ group: [CrashTrigger]) async {
        let client = self.host.client
        let soon = Date(timeIntervalSinceNow: 0.2).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        await withTaskGroup(of: (CrashTrigger, WireClient.Answer?).self) { tasks in
            for trigger in group {
                let branch = self.random.pick(["a", "b"])
                tasks.addTask {
                    let body = #"{"values": {"mark": "\#(trigger.mark)", "branch": "\#(branch)", "soon": "\#(soon)"}}"#
                    let headers = trigger.key.map { ["Idempotency-Key": $0] } ?? [:]
                    return (trigger, try? await client.post("\(WireClient.base)/flows/\(trigger.flow)/runs", body, headers: headers))
                }
            }
            for await (trigger, answer) in tasks {
                var trigger = self.triggers.first { $0.mark == trigger.mark } ?? trigger
                if let run = answer?.json["run"].string, answer?.status == 202 {
                    trigger.accepted.insert(run)
                } else if let answer {
                    trigger.refused = "\(answer.status) \(answer.text)"
                } else {
                    trigger.unanswered = true
                }
                if let at = self.triggers.firstIndex(where: { $0.mark == trigger.mark }) {
                    self.triggers[at] = trigger
                } else {
                    self.triggers.append(trigger)
                }
            }
        }
    }

    /// Something that people do: answers, cancels, pauses, retries.
    private func meddle() async {
        let client = self.host.client
        guard let live = try? await client.get("\(WireClient.base)/runs?state=active,pending&limit=200").json["runs"].list else { return }
        await self.answer(live.filter { _ in self.random.chance(50) })
        let runs = live.compactMap { $0["ref"].string }
        guard !runs.isEmpty else { return }
        let ref = self.random.pick(runs)
        switch self.random.number(0...99) {
        case ..<15: _ = try? await client.post("\(WireClient.base)/runs/\(ref)/cancel")
        case ..<20:
            _ = try? await client.post("\(WireClient.base)/runs/\(ref)/cancel")
            _ = try? await client.post("\(WireClient.base)/runs/\(ref)/cancel")
        case ..<30: _ = try? await client.post("\(WireClient.base)/runs/\(ref)/pause")
        case ..<45: await self.resume(live)
        case ..<65:
            let ended = try? await client.get("\(WireClient.base)/runs?state=archive&limit=20").json["runs"].list
            guard let refs = ended?.compactMap({ $0["ref"].string }), !refs.isEmpty else { return }
            _ = try? await client.post("\(WireClient.base)/runs/\(self.random.pick(refs))/retry")
        default: break
        }
    }

    private func answer(_ runs: [Value]) async {
        for run in runs {
            for wait in run["waits"].list ?? [] where wait["kind"] == "answer" {
                guard let ref = run["ref"].string, let node = wait["node"].string else { continue }
                let body = #"{"values": {"ok": \#(self.random.chance(80))}}"#
                _ = try? await self.host.client.post("\(WireClient.base)/runs/\(ref)/nodes/\(node)/answer", body)
            }
        }
    }

    private func resume(_ runs: [Value]) async {
        for run in runs where run["paused"] == true {
            guard let ref = run["ref"].string else { continue }
            _ = try? await self.host.client.post("\(WireClient.base)/runs/\(ref)/resume")
        }
    }

    /// A life in which nothing fails: all is answered, nothing stays paused, and every run must end.
    func settle() async throws {
        guard try await self.host.start() else { throw WireClient.Failure(description: "the host does not start") }
        let (client, tail) = (self.host.client, self.tail)
        self.following = Task { await tail.follow(client) }
        await self.send(self.triggers.filter { $0.accepted.isEmpty && ($0.key != nil || !$0.unanswered) && $0.refused == nil })
        let end = ContinuousClock.now + .seconds(90)
        while true {
            let live = try await client.get("\(WireClient.base)/runs?state=active,pending&limit=500").json["runs"].list ?? []
            if live.isEmpty { return }
            guard .now < end else {
                let first = live[0]["ref"].string ?? ""
                let why = try await client.get("\(WireClient.base)/runs/\(first)").text
                throw Deadline.Passed(description: "\(live.count) runs never end, as \(first): \(why)")
            }
            await self.resume(live)
            await self.answer(live)
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    /// The stream of the last life.
    private(set) var following: Task<Void, Never>?
}
