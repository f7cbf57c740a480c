import FloeAPI
import FloeCore
import FloeHub
import FoundationEssentials
import HTTPTypes
import Logging

/// What this host can learn from the others of its cluster, for those who ask it.
struct ClusterView: Sendable {
    /// Names the hosts that have handed a request on, so that it goes round no circle.
    static let via = HTTPField.Name("X-Floe-Via")!
    /// In a query: only what this host knows itself.
    static let own = "scope=host"

    let hub: Hub
    let client: PeerClient
    let host: String
    /// The others use the same store, and so what is in it is known here.
    let sharesStore: Bool
    let logger: Logger

    /// A host that is asked.
    struct Peer: Sendable {
        var name: String
        var address: String
    }

    /// All others that belong to the cluster, by name.
    func hosts() async throws -> [ClusterHost] {
        try await self.hub.ask { $0.shared?.hosts(at: WallClock.now) ?? $0.cluster?.hosts ?? [] }
    }

    /// The others that can be asked now, and the names of those that can't.
    func peers() async throws -> (there: [Peer], away: [String]) {
        var there: [Peer] = []
        var away: [String] = []
        for host in try await self.hosts() {
            if host.state == .active || host.state == .draining, let address = host.address {
                there.append(Peer(name: host.name, address: address))
            } else {
                away.append(host.name)
            }
        }
        return (there, away)
    }

    /// Where another host is, and whether it has been heard of lately; nil when there is none of that name.
    func peer(_ name: String) async throws -> Peer? {
        try await self.hosts().first { $0.name == name }.flatMap { host in host.address.map { Peer(name: host.name, address: $0) } }
    }

    /// Asks all others at once; those that do not answer in time are named.
    func gather<T: Decodable & Sendable>(_ type: T.Type, _ path: String) async throws -> (answers: [(host: String, T)], missing: [String]) {
        let (peers, away) = try await self.peers()
        return await withTaskGroup(of: (String, T?).self) { group in
            for peer in peers {
                group.addTask {
                    do {
                        return (peer.name, try await self.client.get(type, peer.address, path, patience: 3))
                    } catch {
                        self.logger.debug("a host did not answer", metadata: ["host": "\(peer.name)", "error": "\(error)"])
                        return (peer.name, nil)
                    }
                }
            }
            var answers: [(host: String, T)] = []
            var missing = away
            for await (name, answer) in group {
                if let answer { answers.append((name, answer)) } else { missing.append(name) }
            }
            return (answers.sorted { $0.host < $1.host }, missing.sorted())
        }
    }
}
