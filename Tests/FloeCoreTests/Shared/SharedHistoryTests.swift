import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Random histories of hubs that use one database: crashes, hosts that stand still, hosts that are cut from the database, cancels, pauses,
/// drains, schedules. `FLOE_HISTORIES=5000` plays more of them.
@Suite struct SharedHistoryTests {
    private static let count = max(1, (ProcessInfo.processInfo.environment["FLOE_HISTORIES"].flatMap { Int($0) } ?? 240) / 4)

    private static let flows: [Flow] = [
        flow("free", exec("work"), end("task.work.good")),
        flow("db", exec("work"), exec("more", "task.work.good"), end("task.more.good")) { $0.resourceTags = ["db", "net"] },
        flow("net", exec("work"), end("task.work.good")) { ($0.resourceTags, $0.hostTags) = (["net"], ["gpu"]) },
        flow("local", exec("work"), end("task.work.good")) { $0.resourceTags = ["local", "db"] },
        flow("space", exec("work"), end("task.work.good")) { $0.reuseSpace = true },
        flow("skip", exec("work"), end("task.work.good")) { $0.overlap = .skip },
        flow("last", exec("work"), end("task.work.good")) { $0.overlap = .cancelPrevious },
        flow("parent", call("sub", "trigger.good", "net"), call("also", "task.sub.good", "free"), end("task.also.good")),
    ]

    @Test(arguments: [2, 3]) func `no tag is held twice, no run is activated twice, and all end`(hosts: Int) {
        var takeOvers = 0
        for seed in 0..<Self.count {
            let tags: [Set<String>] = [["gpu"], [], ["gpu"]]
            var world = SharedWorld(Self.flows, tags: Array(tags.prefix(hosts)), seed: UInt64(seed), limits: ["net": 2])
            do {
                try Self.play(&world)
                takeOvers += world.takeOvers
            } catch {
                Issue.record("\(hosts) hosts, seed \(seed): \(error)")
                return
            }
        }
        #expect(Self.count < 20 || takeOvers > 0, "nobody was ever taken over")
    }

    private static func play(_ world: inout SharedWorld) throws {
        for at in world.hosts.indices { try world.start(at) }
        var slot = world.now
        for _ in 0..<160 {
            let at = world.random.number(0...world.hosts.count - 1)
            switch world.random.number(0...99) {
            case ..<16: try Self.trigger(&world, at)
            case ..<44: try world.pass(Span(milliseconds: Int64(world.random.number(50...3000))))
            case ..<48: for _ in 0..<world.random.number(5...60) { try world.pass(Span(seconds: 5)) }
            case ..<68: try Self.finish(&world, at)
            case ..<74: try world.share(at, looks: true)
            case ..<78:
                if world.hosts[at].hub == nil { try world.start(at) } else { world.hosts[at].hub = nil }
            case ..<82: world.hosts[at].isStill.toggle()
            case ..<86: world.hosts[at].isCut.toggle()
            case ..<90:
                let refs = world.hosts[at].hub?.liveRefs.sorted() ?? []
                if let ref = refs.randomElement(using: &world.random) {
                    let isPause = world.random.once(in: 2)
                    try world.step(at, [isPause ? .pause(ref, world.random.once(in: 2), by: "ann", nil) : .cancel(ref, by: "ann", nil)])
                }
            case ..<92: try world.step(at, [.drain(!(world.hosts[at].hub?.draining ?? false), nil)])
            case ..<96:
                slot = max(slot + Span(milliseconds: 1), world.now)
                let request = TriggerRequest(
                    flow: world.catalog.flows[0], cause: .init(trigger: "timer", by: "timer"), values: ["slot": .int(slot.milliseconds)])
                for at in world.hosts.indices { try world.step(at, [.timer(request, slot: slot)]) }
            default: break
            }
        }
        // Faults stop.
        for at in world.hosts.indices {
            (world.hosts[at].isStill, world.hosts[at].isCut) = (false, false)
            if world.hosts[at].hub == nil { try world.start(at) }
        }
        for _ in 0..<120 {
            try world.pass(Span(seconds: 5))
            for at in world.hosts.indices {
                // One that finds that it was taken over does not take what it is asked with that.
                try world.step(at, [.drain(false, nil)])
                for ref in world.hosts[at].hub?.liveRefs.sorted() ?? [] { try world.step(at, [.pause(ref, false, by: "ann", nil)]) }
                while !world.hosts[at].orders.isEmpty { try Self.finish(&world, at) }
            }
        }
        let open = world.disk.live.map { "\($0.row.ref) \($0.row.flow.id) \($0.row.phase) at \($0.row.execHost)" }
        guard open.isEmpty else { throw SharedWorld.Broken(description: "I5: these did not end: \(open.sorted())") }
        guard world.holds.values.allSatisfy(\.isEmpty), world.stops.isEmpty else {
            throw SharedWorld.Broken(description: "I5: held after all has ended: \(world.holds), \(world.stops)")
        }
        let slots = world.disk.runs.values.filter { $0.cause.trigger == "timer" }.compactMap { $0.values["slot"] }
        guard Set(slots).count == slots.count else { throw SharedWorld.Broken(description: "I4: a slot was fired twice") }
    }

    private static func trigger(_ world: inout SharedWorld, _ at: Int) throws {
        let flow = world.random.pick(world.catalog.flows)
        try world.step(at, [.trigger(TriggerRequest(flow: flow, cause: .init(by: "ann"), values: [:]), nil)])
        try world.share(at, looks: false)
    }

    /// A task ends.
    private static func finish(_ world: inout SharedWorld, _ at: Int) throws {
        guard let id = world.hosts[at].orders.keys.sorted(by: { $0.description < $1.description }).randomElement(using: &world.random)
        else {
            return
        }
        world.hosts[at].orders[id] = nil
        world.hosts[at].outcomes[id] = Outcome(world.random.once(in: 8) ? .bad : .good)
        try world.tell(at)
        try world.share(at, looks: false)
    }
}
