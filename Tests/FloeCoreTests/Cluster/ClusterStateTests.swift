import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Parts of the protocol by themselves.
@Suite struct ClusterStateTests {
    static let quiet = ClusterSetup(description: "quiet", faults: [:], picky: false)

    /// Lets everything that is under way arrive, and some seconds pass.
    private func rest(_ world: inout ClusterWorld, seconds: Int = 3) throws {
        for _ in 0..<seconds {
            while try world.deliverOne() || world.dialOne() {}
            world.now = world.now + Span(seconds: 1)
            for at in world.up { try world.tick(at) }
        }
        while try world.deliverOne() || world.dialOne() {}
    }

    private func claim(
        _ name: String, _ number: Int, _ world: ClusterWorld, tags: [String] = [], hostTags: [String] = [], overlap: Flow.Overlap = .allow
    )
        -> Claim
    {
        Claim(
            round: RoundRef(RunRef(host: name, number: number)), adoptedAt: world.now + Span(milliseconds: Int64(number)), tags: tags,
            overlap: overlap,
            hostTags: hostTags)
    }

    @Test func `hosts that never met find themselves and each other, and begin at one`() throws {
        var setup = Self.quiet
        setup.isCold = true
        var world = ClusterWorld(seed: 1, setup: setup)
        #expect(world.hosts.allSatisfy { $0.state?.joined == false && $0.state?.numberOrigin == nil })
        try self.rest(&world, seconds: 5)
        for host in world.hosts {
            #expect(host.state?.joined == true && host.state?.rows.me.address == host.address)
            #expect(host.state?.numberOrigin == .first)
        }
    }

    @Test func `a host alone in its list joins as soon as it met itself, and one whose peer never started does not`() throws {
        var setup = Self.quiet
        setup.isCold = true
        setup.hosts = 2
        var world = ClusterWorld(seed: 1, setup: setup)
        world.crash(1)
        try self.rest(&world, seconds: 40)
        let state = try #require(world.hosts[0].state)
        #expect(!state.joined && state.awaited == [world.hosts[1].address])
        #expect(state.whyNotJoined == [.notJoined(waitsFor: [world.hosts[1].address])])
        // A run without cluster tags does not care.
        try world.adopt(at: 0, self.claim("h1", 1, world))
        #expect(world.hosts[0].runs.values.map(\.phase) == [.active])
        try world.adopt(at: 0, self.claim("h1", 2, world, tags: ["a"]))
        #expect(world.hosts[0].runs.values.count { $0.phase == .pending } == 1)
        try world.step(0, [.forget(world.hosts[1].address)])
        #expect(world.hosts[0].state?.joined == true)
        #expect(world.hosts[0].runs.values.allSatisfy { $0.phase == .active })
        #expect(world.hosts[0].state?.numberOrigin == .unsure)
    }

    @Test func `a cancel reaches the executor, again in the next session, until the end is told`() throws {
        var world = ClusterWorld(seed: 3, setup: Self.quiet)
        try self.rest(&world)
        let claim = self.claim("h1", 1, world, hostTags: ["t3"])
        try world.adopt(at: 0, claim)
        try self.rest(&world)
        #expect(world.hosts[2].runs[claim.round]?.phase == .active)
        world.cut = [[0, 2]]
        for id in world.links.keys.sorted() where Set(world.links[id]!.host) == [0, 2] { world.breakLink(id) }
        try self.rest(&world, seconds: 40)
        try world.step(0, [.cancel(claim.round, RunStop(reason: "person", by: "ann"))])
        try self.rest(&world)
        #expect(world.hosts[2].runs[claim.round]?.stopping == false)
        #expect(world.hosts[0].state?.why(claim.round).first?.text(now: world.now).contains("not seen for") == true)
        world.crash(0)
        world.cut = []
        try world.start(0)
        try self.rest(&world, seconds: 45)
        #expect(world.hosts[2].runs[claim.round]?.stopping == true)
        try world.finish(2, claim.round)
        try self.rest(&world)
        #expect(world.hosts[0].runs[claim.round]?.end?.result == .cancelled)
        #expect(world.hosts[0].disk.adopted.isEmpty && world.hosts[2].disk.executed.isEmpty)
    }

    @Test func `a run whose last candidate is gone gives its tags back, and asks with its old age`() throws {
        var world = ClusterWorld(seed: 4, setup: Self.quiet)
        try self.rest(&world)
        world.crash(2)
        try self.rest(&world, seconds: 1)
        // h3 is away: a run that only it may execute asks for nothing, and holds up nobody.
        let old = self.claim("h1", 1, world, tags: ["a", "b"], hostTags: ["t3"])
        try world.adopt(at: 0, old)
        try self.rest(&world, seconds: 5)
        #expect(world.hosts.allSatisfy { $0.disk.grants.isEmpty })
        let why = world.hosts[0].state?.why(old.round) ?? []
        // Why nobody may, then of each host why not.
        #expect(why.prefix(3) == [.noCandidate(hostTags: ["t3"])] + ["h1", "h2"].map { .refused(host: $0, .hostTags(["t3"])) })
        guard case .hostAway("h3", _?) = why.last else {
            Issue.record("h3 is away, and not named: \(why)")
            return
        }
        try world.start(2)
        try self.rest(&world, seconds: 15)
        #expect(world.hosts[2].runs[old.round]?.phase == .active)
        try world.finish(2, old.round)
        try self.rest(&world)
        // Now it has its tags, and waits for a lock of h3 when h3 goes away.
        let lock = self.claim("h3", 2, world, tags: ["lock"], hostTags: ["t3"])
        try world.adopt(at: 2, lock)
        let waits = self.claim("h1", 3, world, tags: ["a", "lock"], hostTags: ["t3"])
        try world.adopt(at: 0, waits)
        try self.rest(&world)
        #expect(world.hosts.flatMap { $0.disk.grants.keys }.map(\.round) == [waits.round])
        world.crash(2)
        try self.rest(&world, seconds: 40)
        #expect(world.hosts[0].disk.grants.isEmpty && world.hosts[1].disk.grants.isEmpty)
        let young = self.claim("h2", 4, world, tags: ["a"], hostTags: ["t2"])
        if world.hosts[0].state?.home(ofTag: "a") != .peer("h3") {
            try world.adopt(at: 1, young)
            try self.rest(&world)
            #expect(world.hosts[1].runs[young.round]?.phase == .active)
        }
    }

    @Test func `skip and cancel-previous are decided by the home of the tag, over hosts`() throws {
        var world = ClusterWorld(seed: 5, setup: Self.quiet)
        try self.rest(&world)
        let first = self.claim("h1", 1, world, tags: ["flow:s.1:"], hostTags: ["t1"], overlap: .skip)
        try world.adopt(at: 0, first)
        try self.rest(&world)
        let second = self.claim("h2", 2, world, tags: ["flow:s.1:"], hostTags: ["t2"], overlap: .skip)
        try world.adopt(at: 1, second)
        try self.rest(&world)
        #expect(world.hosts[0].runs[first.round]?.phase == .active)
        #expect(world.hosts[1].runs[second.round]?.end == RunEnd(.cancelled, reason: "overlap", detail: "it met h1-1", by: "h1-1"))
        let elder = self.claim("h1", 3, world, tags: ["flow:c.1:"], hostTags: ["t1"], overlap: .cancelPrevious)
        try world.adopt(at: 0, elder)
        try self.rest(&world)
        let middle = self.claim("h3", 4, world, tags: ["flow:c.1:"], hostTags: ["t3"], overlap: .cancelPrevious)
        try world.adopt(at: 2, middle)
        let younger = self.claim("h2", 5, world, tags: ["flow:c.1:"], hostTags: ["t2"], overlap: .cancelPrevious)
        try world.adopt(at: 1, younger)
        try self.rest(&world)
        #expect(world.hosts[0].runs[elder.round]?.stopping == true)
        #expect(world.hosts[2].runs[middle.round]?.end?.reason == "overlap")
        #expect(world.hosts[1].runs[younger.round]?.phase == .pending)
        try world.finish(0, elder.round)
        try self.rest(&world)
        #expect(world.hosts[1].runs[younger.round]?.phase == .active)
    }

    @Test func `a pending run moves at a drain, and back at the next`() throws {
        var world = ClusterWorld(seed: 6, setup: Self.quiet)
        try self.rest(&world)
        let holder = self.claim("h3", 1, world, tags: ["a"], hostTags: ["t3"])
        try world.adopt(at: 2, holder)
        let waits = self.claim("h1", 2, world, tags: ["a"])
        try self.rest(&world)
        try world.adopt(at: 0, waits)
        try self.rest(&world)
        for at in [0, 1, 0, 1] {
            try world.step(at, [.drain(true)])
            try self.rest(&world, seconds: 12)
            #expect(world.hosts[at].state?.pends.isEmpty == true)
            try world.step(at, [.drain(false)])
            try self.rest(&world, seconds: 2)
        }
        try world.finish(2, holder.round)
        try self.rest(&world, seconds: 12)
        let at = try #require(world.hosts.firstIndex { $0.runs[waits.round]?.phase == .active })
        try world.finish(at, waits.round)
        try self.rest(&world)
        #expect(world.hosts.allSatisfy { $0.runs[waits.round].map { $0.phase == .ended } ?? true })
        #expect(world.hosts.allSatisfy { $0.disk.adopted.isEmpty && $0.disk.executed.isEmpty && $0.disk.releases.isEmpty })
    }

    @Test func `clones and older copies of a store are refused and say so`() throws {
        var world = ClusterWorld(seed: 7, setup: Self.quiet)
        try self.rest(&world)
        let old = world.hosts[2].disk
        world.hosts[2].isCopy = true
        world.crash(2)
        try world.start(2)
        try self.rest(&world, seconds: 15)
        world.crash(2)
        world.hosts[2].disk = old
        try world.start(2)
        try self.rest(&world, seconds: 15)
        // The same count of starts, but another start.
        #expect(world.hosts[2].state?.trouble == .clone(start: 2))
        world.crash(2)
        world.hosts[2].disk = old
        world.hosts[2].disk.me.incarnation.boot = 0
        try world.start(2)
        try self.rest(&world, seconds: 15)
        #expect(world.hosts[2].state?.trouble == .older(start: 1, seen: 2))
        #expect(world.hosts[2].state?.whyNotJoined.first?.text(now: world.now).contains("restore a backup with 'floe restore'") == true)
        try world.step(2, [.restored])
        try self.rest(&world, seconds: 15)
        #expect(world.hosts[2].state?.trouble == nil && world.hosts[2].state?.joined == true)
    }
}
