internal import FloeCore
internal import FloeSystem
internal import FoundationEssentials
internal import Synchronization

/// The flows that were read last, so that runs which share one share it in memory too, and a page that is looked at again costs no
/// decoding.
final class FlowCache: Sendable {
    private static let limit = 256
    private let flows = Mutex<[String: FrozenFlow]>([:])

    /// The flow of a run, of which `json` is what is stored.
    func flow(of run: RunRow, in place: String, json: () throws -> String?) throws -> FrozenFlow {
        if let flow = self.flows.withLock({ $0[run.digest] }) { return flow }
        guard let json = try json() else {
            throw Self.damaged(run, place, "the flow with the digest \(run.digest) is not in the store")
        }
        do {
            let flow = FrozenFlow(digest: run.digest, flow: try Flow(json: Data(json.utf8)))
            self.keep(flow)
            return flow
        } catch {
            throw Self.damaged(run, place, "the flow with the digest \(run.digest) cannot be read: \(error)")
        }
    }

    private func keep(_ flow: FrozenFlow) {
        self.flows.withLock {
            if $0.count >= Self.limit { $0.removeAll(keepingCapacity: true) }
            $0[flow.digest] = flow
        }
    }

    private static func damaged(_ run: RunRow, _ place: String, _ reason: String) -> StoreFailure {
        StoreFailure(
            .damaged, place: place, message: "could not read the run \(run.ref) in \(place): \(reason); restore a backup of the store")
    }
}
