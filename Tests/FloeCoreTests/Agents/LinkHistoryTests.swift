import FloeTesting
import FoundationEssentials
import Testing

@testable import FloeCore

@Suite("links to agents, at random", .timeLimit(.minutes(3)))
struct LinkHistoryTests {
    private static let count = ProcessInfo.processInfo.environment["FLOE_LINK_HISTORIES"].flatMap { Int($0) } ?? 200

    @Test func `an attempt starts once, one outcome takes effect, no byte is lost or doubled, and all ends`() {
        for seed in 0..<Self.count {
            var world = LinkWorld(seed: seed)
            for _ in 0..<200 {
                world.step()
                world.checkAll()
                if !world.problems.isEmpty { break }
            }
            if world.problems.isEmpty { world.settle() }
            #expect(world.problems.isEmpty, "seed \(seed): \(world.problems.prefix(3))")
            if !world.problems.isEmpty { return }
        }
    }

    @Test(arguments: LinkWorld.Fault.allCases) func `a planted fault is found`(_ fault: LinkWorld.Fault) {
        for seed in 0..<400 {
            var world = LinkWorld(seed: seed, fault: fault)
            for _ in 0..<200 where world.problems.isEmpty {
                world.step()
                world.checkAll()
            }
            if world.problems.isEmpty { world.settle() }
            if !world.problems.isEmpty { return }
        }
        Issue.record("\(fault) is not found")
    }
}
