internal import FloeCore
internal import Synchronization

/// The flows that were read last, so that runs which share one share it in memory too, and a page that is looked at again costs no
/// decoding.
final class FlowCache: Sendable {
    private static let limit = 256
    private let flows = Mutex<[String: FrozenFlow]>([:])

    subscript(digest: String) -> FrozenFlow? { self.flows.withLock { $0[digest] } }

    func keep(_ flow: FrozenFlow) {
        self.flows.withLock {
            if $0.count >= Self.limit { $0.removeAll(keepingCapacity: true) }
            $0[flow.digest] = flow
        }
    }
}
