import CFloor
import FloeCore
import FloeSystem
import Foundation

/// A chain of 1,000 `true`, every step stored, against spawning and awaiting them by C, one after the other.
struct Chain: Measured {
    static let row = Row(name: "chain", what: "chain of 1,000 true; a node", target: .cost(atMost: 1.5)) { try Chain() }

    private static let count = 1000
    private let hub: RunningHub
    private let flow: FrozenFlow

    init() throws {
        self.hub = try RunningHub()
        self.flow = try RunningHub.chain(Self.count)
    }

    func floor() throws -> Double { try FloorFailed.unless(floor_spawn(CInt(Self.count)), units: Self.count, "spawning") }
    func ours() throws -> Double { try self.hub.seconds(self.flow) / Double(Self.count) }
}

/// 1,000 `true` at once and a merge, against C with as many workers as cores.
struct ParallelTrue: Measured {
    static let row = Row(name: "parallel", what: "1,000 parallel true and a merge; a node", target: .cost(atMost: 1.5)) {
        try ParallelTrue()
    }

    private static let count = 1000
    private let hub: RunningHub
    private let flow: FrozenFlow

    init() throws {
        self.hub = try RunningHub()
        self.flow = try RunningHub.fan(Self.count)
    }

    func floor() throws -> Double {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return try FloorFailed.unless(floor_spawn_workers(CInt(Self.count), CInt(cores)), units: Self.count, "spawning")
    }

    func ours() throws -> Double { try self.hub.seconds(self.flow) / Double(Self.count) }
}

/// What it costs that tasks outlive the hub: the chain with the keeper as a process of its own, against one that is a thread of the hub's process.
struct KeeperPrice: Measured {
    static let chain = Row(name: "keeper-chain", what: "chain of 1,000 true, keeper's own process; a node", target: .cost(atMost: 1.1)) {
        try KeeperPrice(RunningHub.chain(KeeperPrice.count))
    }
    static let parallel = Row(
        name: "keeper-parallel", what: "1,000 parallel true, keeper's own process; a node", target: .cost(atMost: 1.1)
    ) {
        try KeeperPrice(RunningHub.fan(KeeperPrice.count))
    }

    private static let count = 1000
    private let within: RunningHub
    private let beside: RunningHub
    private let flow: FrozenFlow

    init(_ flow: FrozenFlow) throws {
        self.within = try RunningHub(keeperHasProcess: false)
        self.beside = try RunningHub()
        self.flow = flow
    }

    func floor() throws -> Double { try self.within.seconds(self.flow) / Double(Self.count) }
    func ours() throws -> Double { try self.beside.seconds(self.flow) / Double(Self.count) }
}

/// A node of a chain of 2,000 against a node of a chain of 100: the cost of a node must not grow with its flow.
struct ChainSlope: Measured {
    static let row = Row(name: "chain-slope", what: "chain of 2,000 against 100; a node", target: .cost(atMost: 1.3)) { try ChainSlope() }

    private let hub: RunningHub
    private let short: FrozenFlow
    private let long: FrozenFlow

    init() throws {
        self.hub = try RunningHub()
        self.short = try RunningHub.chain(100)
        self.long = try RunningHub.chain(2000)
    }

    func floor() throws -> Double {
        let rounds = 10
        var seconds = 0.0
        for _ in 0..<rounds { seconds += try self.hub.seconds(self.short) }
        return seconds / Double(100 * rounds)
    }

    func ours() throws -> Double { try self.hub.seconds(self.long) / 2000 }
}

/// The decisions alone, without disk and processes: an event of a chain of 20,000 against one of a chain of 100.
struct DecideSlope: Measured {
    static let row = Row(name: "decide-slope", what: "decisions of a chain of 20,000 against 100; an event", target: .cost(atMost: 1.3)) {
        try DecideSlope()
    }

    private let short: FrozenFlow
    private let long: FrozenFlow

    init() throws {
        self.short = try RunningHub.chain(100)
        self.long = try RunningHub.chain(20_000)
    }

    func floor() throws -> Double { Self.play(self.short, runs: 200, nodes: 100) }
    func ours() throws -> Double { Self.play(self.long, runs: 1, nodes: 20_000) }

    private static func play(_ flow: FrozenFlow, runs: Int, nodes: Int) -> Double {
        let seconds = measured {
            for _ in 0..<runs {
                var hub = HubState(settings: HubSettings(host: "h1", slots: 8, keeper: "k1"))
                var effects = hub.decide(
                    [.trigger(TriggerRequest(flow: flow, cause: .init(), values: [:]), 1)], at: Moment(milliseconds: 1)
                ).effects
                while let order = effects.lazy.compactMap({ if case .start(let order) = $0 { order.id } else { nil } }).first {
                    effects = hub.decide([.outcome(order, Outcome(.good, status: 0))], at: Moment(milliseconds: 2)).effects
                }
            }
        }
        return seconds / Double(runs * nodes)
    }
}
