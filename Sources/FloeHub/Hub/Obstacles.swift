public import FloeCore
internal import Synchronization

/// What keeps attempts from going on, though nothing of their runs does: a disk that is full, a keeper that stands still.
///
/// In memory alone: whoever knows of it tells it again.
public final class Obstacles: Sendable {
    private struct State {
        var held: [OrderID: (why: String, since: Moment)] = [:]
        var silent: (process: Int32, since: Moment)?
    }

    private let state = Mutex(State())

    public init() {}

    /// The output of an attempt cannot be stored, and so it stands still.
    public func hold(_ order: OrderID, why: String, at now: Moment) {
        self.state.withLock { $0.held[order] = (why, $0.held[order]?.since ?? now) }
    }

    /// It goes on, or has ended.
    public func release(_ order: OrderID) { self.state.withLock { _ = $0.held.removeValue(forKey: order) } }

    /// The keeper does not answer.
    public func keeperIsSilent(_ process: Int32, at now: Moment) { self.state.withLock { $0.silent = (process, now) } }

    /// The keeper answers, or is another one. What that one holds up it tells itself.
    public func keeperAnswers(isNew: Bool) {
        self.state.withLock { state in
            state.silent = nil
            if isNew { state.held = [:] }
        }
    }

    /// Why the nodes of a run are where they are, with what keeps them from going on before what they do.
    public func seen(in waits: [Wait], of run: RunRef) -> [Wait] {
        let (held, silent) = self.state.withLock { ($0.held, $0.silent) }
        if held.isEmpty, silent == nil { return waits }
        return waits.flatMap { wait -> [Wait] in
            guard wait.kind == .running || wait.kind == .stopping, wait.holders.isEmpty else { return [wait] }
            if let silent {
                return [Wait(.keeper, node: wait.node, pass: wait.pass, what: ["\(silent.process)"], since: silent.since), wait]
            }
            let own = held.filter { $0.key.run == run && $0.key.node == wait.node && $0.key.pass == wait.pass }.values
            guard let first = own.min(by: { $0.since < $1.since }) else { return [wait] }
            return [Wait(.output, node: wait.node, pass: wait.pass, what: [first.why], since: first.since), wait]
        }
    }
}
