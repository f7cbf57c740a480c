import FloeAgent
import FloeCore
import FloeSystem
import FloeTesting
import Synchronization

/// How orders reach those who execute them.
enum AgentWay: Sendable, CaseIterable, CustomStringConvertible {
    case inProcess
    case linked
    /// Over a link that is cut, and that doubles and delays what is said, by a seed.
    case shaken(Int)

    static let allCases: [AgentWay] = [.inProcess, .linked, .shaken(1), .shaken(2), .shaken(3)]

    var description: String {
        switch self {
        case .inProcess: "in this process"
        case .linked: "over a link"
        case .shaken(let seed): "over a bad link, \(seed)"
        }
    }
}

/// A link in memory between a hub's end and an agent's.
struct TestLink: Sendable {
    static let hub = "h1"

    let hub: LinkedAgent
    let desk: AgentDesk
    let logs: LogStore
    /// Nil for one that is good.
    let seed: Int?

    /// What was said first.
    private final class Told: Sendable {
        private let sayings = Mutex<[AgentSaying]>([])
        var all: [AgentSaying] { self.sayings.withLock { $0 } }
        func add(_ saying: AgentSaying) { self.sayings.withLock { if $0.count < 20 { $0.append(saying) } } }
    }

    /// Links, and links anew when it is cut, until the calling task is cancelled.
    func run() async {
        var random = Seeded(UInt64(self.seed ?? 0))
        var late: (number: Int, sayings: [AgentSaying]) = (0, [])
        while !Task.isCancelled {
            guard let hello = await self.desk.hello() else { return }
            let number = hello.link
            let (toHub, sayToHub) = AsyncStream<AgentSaying>.makeStream()
            let (toAgent, sayToAgent) = AsyncStream<HubSaying>.makeStream()
            let teller = OutputTeller(logs: self.logs) { sayToHub.yield($0) }
            let link = AgentDesk.Link(owner: Self.hub, number: number, teller: teller) { sayToHub.yield($0) }
            self.hub.linked(LinkEnd(number: number, isSecret: true) { sayToAgent.yield($0) }, holding: hello.orders)
            self.desk.linked(link)
            for saying in late.sayings { await self.hub.hear(saying, on: late.number) }
            let told = Told()
            let seeds = (random.next(), random.next(), random.number(30...200))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await teller.run() }
                group.addTask {
                    var random = Seeded(seeds.0)
                    for await saying in toHub {
                        await self.shake(&random)
                        told.add(saying)
                        await self.hub.hear(saying, on: number)
                        if self.seed != nil, random.chance(15) { await self.hub.hear(saying, on: number) }
                    }
                }
                group.addTask {
                    var random = Seeded(seeds.1)
                    for await saying in toAgent {
                        await self.shake(&random)
                        self.desk.heard(saying, on: link)
                        if self.seed != nil, random.chance(15) { self.desk.heard(saying, on: link) }
                    }
                }
                group.addTask { try? await Task.sleep(for: self.seed == nil ? .seconds(3600) : .milliseconds(seeds.2)) }
                await group.next()
                group.cancelAll()
            }
            late = (number, told.all)
            if random.chance(50) { self.hub.unlinked(number) }
            self.desk.unlinked(link)
        }
    }

    private func shake(_ random: inout Seeded) async {
        guard self.seed != nil, random.chance(30) else { return }
        try? await Task.sleep(for: .milliseconds(random.number(0...5)))
    }
}
