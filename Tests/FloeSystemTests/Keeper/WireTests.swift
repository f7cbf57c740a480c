import FloeCore
import Testing

@testable import FloeSystem

@Suite("the keeper's messages")
struct WireTests {
    private static let plan = KeeperPlan(
        id: "h1-1/a.1.1", run: "h1-1", owner: "o",
        steps: [
            .init(role: .pre, headlines: ["one", "two"], program: "bash", arguments: ["bash", ""], environment: ["A=é"]),
            .init(role: .command, headlines: [], program: "x", arguments: [], environment: [], folder: "in/side"),
        ],
        workspace: "/w", log: "/l", report: "/r", grace: Span(seconds: 1), timeout: Span(milliseconds: 5), silence: nil)

    private static func through(_ frame: [UInt8]) throws -> (kind: UInt8, fields: WireFields)? {
        var frames = WireFrames()
        // A byte at a time: nothing comes before all of it is there.
        for byte in frame.dropLast() {
            [byte].withUnsafeBytes { frames.add($0) }
            #expect(try frames.next() == nil)
        }
        [frame[frame.count - 1]].withUnsafeBytes { frames.add($0) }
        return try frames.next()
    }

    @Test func `a plan and a result come out as they went in`() throws {
        let started = try #require(try Self.through(HubMessage.start(Self.plan).frame))
        guard case .start(let plan) = HubMessage(kind: started.kind, started.fields) else { throw Wrong() }
        #expect(plan == Self.plan)
        var leased = Self.plan
        leased.isLeased = true
        #expect(KeeperPlan(leased.fields) == leased)
        var result = KeeperResult(.timedOut, role: .post, status: -3, text: "why", values: ["k": "v", "": "x\ny"])
        result.secrets = ["one", "", "two\nlines"]
        let told = try #require(try Self.through(KeeperMessage.ended("id", result).frame))
        guard case .ended("id", let same) = KeeperMessage(kind: told.kind, told.fields) else { throw Wrong() }
        #expect(same == result)
    }

    @Test func `runs that live, and what holds an order up, come out as they went in`() throws {
        let lease = try #require(try Self.through(HubMessage.lease(until: 1 << 40).frame))
        guard case .lease(until: 1_099_511_627_776) = HubMessage(kind: lease.kind, lease.fields) else { throw Wrong() }
        let live = try #require(try Self.through(HubMessage.live(["h1-1", "h1-2"]).frame))
        guard case .live(["h1-1", "h1-2"]) = HubMessage(kind: live.kind, live.fields) else { throw Wrong() }
        let none = try #require(try Self.through(HubMessage.live([]).frame))
        guard case .live([]) = HubMessage(kind: none.kind, none.fields) else { throw Wrong() }
        let held = try #require(try Self.through(KeeperMessage.held("id", "why").frame))
        guard case .held("id", "why") = KeeperMessage(kind: held.kind, held.fields) else { throw Wrong() }
        let goesOn = try #require(try Self.through(KeeperMessage.goesOn("id").frame))
        guard case .goesOn("id") = KeeperMessage(kind: goesOn.kind, goesOn.fields) else { throw Wrong() }
    }

    @Test func `what a later version adds is passed over`() throws {
        var fields = Self.plan.fields
        fields.add(200, "of tomorrow")
        #expect(KeeperPlan(fields) == Self.plan)
        guard case .unknown = HubMessage(kind: 64, fields), case .unknown = KeeperMessage(kind: 127, fields) else { throw Wrong() }
        var end = WireFields()
        end.add(1, Int64(99))
        #expect(KeeperResult(end).end == .lost)
        #expect(KeeperVersion(newest: 3, oldest: 1).understands(.own))
        #expect(!KeeperVersion(newest: 3, oldest: 2).understands(.own))
    }

    @Test func `garbage is told from messages`() throws {
        for garbage: [UInt8] in [
            [0, 0, 0, 0, 0], [255, 255, 255, 255, 1], [7, 0, 0, 0, 1, 9, 200, 0, 0, 0, 1], Array("GET / HTTP/1.1\r\n".utf8),
        ] {
            var frames = WireFrames()
            garbage.withUnsafeBytes { frames.add($0) }
            #expect(throws: WireFrames.Garbage.self) { try frames.next() }
        }
    }

    private struct Wrong: Error {}
}
