import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Random histories of hubs in a cluster: crashes, broken connections, partitions, cancels, drains, retries, with flows that call flows.
/// `FLOE_HISTORIES=5000` plays more of them.
@Suite struct HousesHistoryTests {
    private static let count = max(1, (ProcessInfo.processInfo.environment["FLOE_HISTORIES"].flatMap { Int($0) } ?? 240) / 4)

    private static let flows: [Flow] = [
        flow("free", exec("work"), end("task.work.good")),
        flow("db", exec("work"), exec("more", "task.work.good"), end("task.more.good")) { $0.resourceTags = ["db", "net"] },
        flow("net", exec("work"), end("task.work.good")) { ($0.resourceTags, $0.hostTags) = (["net"], ["gpu"]) },
        flow("space", exec("work"), end("task.work.good")) { $0.reuseSpace = true },
        flow("skip", exec("work"), end("task.work.good")) { $0.overlap = .skip },
        flow("last", exec("work"), end("task.work.good")) { $0.overlap = .cancelPrevious },
        flow("parent", call("sub", "trigger.good", "net"), call("also", "task.sub.good", "free"), end("task.also.good")),
    ]

    @Test(arguments: [2, 3]) func `no tag is held twice, no run is activated twice, and all end`(hosts: Int) {
        for seed in 0..<Self.count {
            var houses = Houses(Self.flows, hosts: hosts, seed: UInt64(seed), tags: [["gpu"], [], ["gpu"]], limits: ["net": 2])
            do {
                try Self.play(&houses)
            } catch {
                Issue.record("\(hosts) hosts, seed \(seed): \(error)")
                return
            }
        }
    }

    private static func play(_ houses: inout Houses) throws {
        try houses.settle(rounds: 4)
        var faults = 12
        for _ in 0..<150 {
            let at = houses.random.number(0...houses.houses.count - 1)
            switch houses.random.number(0...99) {
            case ..<14: try houses.trigger(at, houses.random.pick(self.flows).id)
            case ..<30:
                houses.now = houses.now + Span(milliseconds: 700)
                try houses.step(at, [.tick])
            case ..<70: try Self.deliver(&houses)
            case ..<84: try Self.finish(&houses, at)
            case ..<88:
                if houses.houses[at].hub == nil { try houses.start(at) }
            case ..<92 where faults > 0:
                faults -= 1
                houses.crash(at)
            case ..<95 where faults > 0:
                faults -= 1
                if let session = houses.owner.keys.sorted().randomElement(using: &houses.random) {
                    houses.hangUp(session, losing: true)
                }
            case ..<97:
                if let ref = houses.houses[at].disk.live.map(\.row.ref).sorted().randomElement(using: &houses.random) {
                    try houses.step(at, [.cancel(ref, by: "ann", 1)])
                }
            case ..<98: try houses.step(at, [.drain(!(houses.houses[at].hub?.draining ?? false), 1)])
            default: break
            }
        }
        // Faults stop.
        for at in houses.houses.indices {
            if houses.houses[at].hub == nil { try houses.start(at) }
            if houses.houses[at].hub?.draining == true { try houses.step(at, [.drain(false, 1)]) }
        }
        try houses.settle(rounds: 60, finishing: true)
        try houses.checkEnd()
    }

    private static func deliver(_ houses: inout Houses) throws {
        let dials = houses.houses.indices.flatMap { at in houses.houses[at].dials.map { (at, $0) } }
        if !dials.isEmpty, houses.random.chance(50) {
            let (at, address) = houses.random.pick(dials)
            return try houses.connect(at, address)
        }
        guard let session = houses.inbox.keys.filter({ houses.owner[$0] != nil }).sorted().randomElement(using: &houses.random) else {
            return
        }
        try houses.deliver(session)
    }

    private static func finish(_ houses: inout Houses, _ at: Int) throws {
        if let (at, id) = houses.stopped.first { return try houses.finish(at, id, .cancelled) }
        guard let id = houses.houses[at].orders.sorted(by: { $0.description < $1.description }).randomElement(using: &houses.random) else {
            return
        }
        try houses.finish(at, id, houses.random.chance(85) ? .good : .bad)
    }
}
