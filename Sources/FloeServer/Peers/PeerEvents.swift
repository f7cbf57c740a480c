import FloeAPI
import FloeCore
import Synchronization

/// Takes what the other hosts of the cluster tell into the stream of this one, so that whoever follows it here follows all of them.
struct PeerEvents: Sendable {
    /// How often it is looked who is there.
    private static let pause = Duration.seconds(1)

    let cluster: ClusterView
    let feed: EventFeed
    let base: String

    /// Follows whoever is there until the calling task is cancelled.
    func run() async {
        let followed = Followed()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled, !self.feed.isClosed {
                for peer in (try? await self.cluster.peers().there) ?? [] where followed.begin(peer.name) {
                    group.addTask {
                        try? await self.follow(peer)
                        followed.end(peer.name)
                    }
                }
                try? await Task.sleep(for: Self.pause)
            }
            group.cancelAll()
        }
    }

    private func follow(_ peer: ClusterView.Peer) async throws {
        try await self.cluster.client.follow(peer.address, "\(self.base)/events?\(ClusterView.own)") { told in
            switch told {
            case .events(let views): self.feed.tell(elsewhere: views)
            // Who follows is to look at things as they stand.
            case .begun, .missed: self.feed.skip()
            }
        }
    }

    /// Whom a stream is open with.
    private final class Followed: Sendable {
        private let names = Mutex<Set<String>>([])

        func begin(_ name: String) -> Bool { self.names.withLock { $0.insert(name).inserted } }
        func end(_ name: String) { self.names.withLock { _ = $0.remove(name) } }
    }
}
