import FloeCore
import FloeTesting
import Foundation
import Glibc
import Testing

/// Three real hosts on networks of their own, under runs that want the same tags, while the network is cut in all ways, loses packets, and
/// hosts are killed. `FLOE_NETWORK_STEPS=200` goes on for longer, `FLOE_NETWORK_SEED` plays another.
@Suite(.serialized, .timeLimit(.minutes(60)), .enabled(if: TestNetwork.isPossible, "network namespaces need root")) struct NetworkScenarios
{
    private static let environment = ProcessInfo.processInfo.environment
    private static let steps = environment["FLOE_NETWORK_STEPS"].flatMap { Int($0) } ?? 8
    private static let seed = environment["FLOE_NETWORK_SEED"].flatMap { UInt64($0) } ?? 1

    /// Each notes its begin and its end with its tag: at no moment do two of one tag run.
    private static let flows = """
        common: {task-slots: 8}
        flows:
        - id: a
          resource-tags: [a]
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ a $FLOE_RUN" >> NOTES; sleep 0.1; echo "- a $FLOE_RUN" >> NOTES'}}
        - id: ab
          resource-tags: [a, b]
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ ab $FLOE_RUN" >> NOTES; sleep 0.1; echo "- ab $FLOE_RUN" >> NOTES'}}
        - id: b
          resource-tags: [b]
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ b $FLOE_RUN" >> NOTES; sleep 0.1; echo "- b $FLOE_RUN" >> NOTES'}}
        - id: free
          triggers: [{name: start, type: data}]
          tasks:
          - {id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "+ - $FLOE_RUN" >> NOTES; sleep 0.05; echo "- - $FLOE_RUN" >> NOTES'}}
        """

    @Test func `whatever happens to the network, no tag is held twice and every run ends once`() async throws {
        let network = try TestNetwork(3)
        let cluster = try TestCluster("", tags: ["linux", "linux", "linux"], network: network)
        let notes = cluster.folder.file("notes")
        try cluster.write(Self.flows.replacing("NOTES", with: notes))
        try await cluster.start()
        var random = Seeded(Self.seed)
        var accepted: [String] = []
        for step in 0..<Self.steps {
            try await Self.disturb(cluster, network, &random, step)
            for _ in 0..<random.number(4...10) {
                let at = random.number(0...2)
                guard cluster.hosts[at].process != nil else { continue }
                accepted.append(try await cluster.client(at).trigger(random.pick(["a", "ab", "b", "free"])))
            }
            try await Task.sleep(for: .milliseconds(random.number(200...1500)))
        }
        try network.heal()
        for at in 0..<3 where cluster.hosts[at].process == nil { try await cluster.start(at) }
        for ref in accepted {
            let host = (ref.split(separator: "-").first?.last?.wholeNumberValue ?? 1) - 1
            let run = try await cluster.client(host).ended(ref)
            #expect(run["result"] == "good", "\(ref): \(run["reason"]) \(run["detail"])")
        }
        try Self.check(cluster.folder.text("notes") ?? "", accepted)
    }

    @Test func `over a slow link no tag is held twice, and every run ends once`() async throws {
        let network = try TestNetwork(3)
        let cluster = try TestCluster("", tags: ["linux", "linux", "linux"], network: network)
        // Whatever h3 and the others say to each other takes 0.4 s there and 0.4 s back.
        let link = try SlowLink(to: network.address(2), port: 9000, at: network.bridge, delay: .milliseconds(400))
        cluster.hosts[2].address = "http://\(network.bridge):\(link.port)"
        try cluster.write(Self.flows.replacing("NOTES", with: cluster.folder.file("notes")))
        try await cluster.start()
        var random = Seeded(Self.seed)
        var accepted: [String] = []
        for _ in 0..<24 { accepted.append(try await cluster.client(random.number(0...2)).trigger(random.pick(["a", "ab", "b", "free"]))) }
        for ref in accepted {
            let host = (ref.split(separator: "-").first?.last?.wholeNumberValue ?? 1) - 1
            #expect(try await cluster.client(host).ended(ref)["result"] == "good")
        }
        try Self.check(cluster.folder.text("notes") ?? "", accepted)
        withExtendedLifetime(link) {}
    }

    /// One thing that happens.
    private static func disturb(_ cluster: TestCluster, _ network: TestNetwork, _ random: inout Seeded, _ step: Int) async throws {
        let at = random.number(0...2)
        let other = (at + random.number(1...2)) % 3
        switch random.number(0...6) {
        case 0: try network.cut(at, from: other)
        case 1: for far in 0..<3 where far != at { try network.cut(at, from: far) }
        case 2: try network.lose(random.number(5...40), at: at)
        case 3, 4: try network.heal()
        default:
            if cluster.hosts[at].process != nil { try await cluster.kill(at) } else { try await cluster.start(at) }
        }
        // At least one is there to be asked.
        if cluster.hosts.allSatisfy({ $0.process == nil }) { try await cluster.start(at) }
    }

    private static func check(_ notes: String, _ accepted: [String]) throws {
        var holders: [Character: Substring] = [:]
        var begun: [Substring: Int] = [:]
        for line in notes.split(separator: "\n") {
            let words = line.split(separator: " ")
            try #require(words.count == 3, "a line is broken: \(line)")
            if words[0] == "+" { begun[words[2], default: 0] += 1 }
            for tag in words[1] where tag != "-" {
                if words[0] == "+" {
                    #expect(holders[tag] == nil, "\(words[2]) and \(holders[tag] ?? "") hold \(tag)")
                    holders[tag] = words[2]
                } else {
                    #expect(holders[tag] == words[2], "\(words[2]) ends, and \(holders[tag] ?? "nobody") holds \(tag)")
                    holders[tag] = nil
                }
            }
        }
        #expect(holders.isEmpty)
        #expect(
            begun.count == accepted.count && begun.values.allSatisfy { $0 == 1 },
            "each run was to begin once: \(begun.filter { $0.value > 1 })")
    }
}
