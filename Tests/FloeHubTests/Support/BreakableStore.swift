import FloeCore
import Synchronization

/// A store in memory whose commits can be made to fail, and that counts them.
final class BreakableStore: RunStore {
    struct Full: Error, CustomStringConvertible {
        var description: String { "disk full" }
    }

    fileprivate struct State {
        var host = HostRow()
        var flows: [String: FrozenFlow] = [:]
        var runs: [RunRef: RunRow] = [:]
        var passes: [RunRef: [PassRow.Key: PassRow]] = [:]
        var events: [RunRef: [EventRow]] = [:]
        var broken = false
        var commits = 0
        /// Most runs that one commit brought.
        var adoptedAtOnce = 0
    }

    private let state = Mutex(State())

    var isBroken: Bool {
        get { self.state.withLock(\.broken) }
        set { self.state.withLock { $0.broken = newValue } }
    }
    var commits: Int { self.state.withLock(\.commits) }
    var adoptedAtOnce: Int { self.state.withLock(\.adoptedAtOnce) }
    var allRuns: [RunRow] { self.state.withLock { Array($0.runs.values) } }

    func open() -> (host: HostRow, runs: [StoredRun]) {
        self.state.withLock { state in (state.host, state.runs.values.filter(\.isLive).compactMap { state.stored($0.ref) }) }
    }

    func commit(_ changes: Changes) throws {
        try self.state.withLock { state in
            if state.broken { throw Full() }
            state.commits += 1
            state.adoptedAtOnce = max(state.adoptedAtOnce, changes.runs.count { state.runs[$0.ref] == nil })
            if let host = changes.host { state.host = host }
            for flow in changes.flows { state.flows[flow.digest] = flow }
            for run in changes.runs { state.runs[run.ref] = run }
            for pass in changes.passes { state.passes[pass.key.run, default: [:]][pass.key] = pass }
            for event in changes.events { state.events[event.run, default: []].append(event) }
        }
    }

    func run(_ ref: RunRef) -> StoredRun? { self.state.withLock { $0.stored(ref) } }

    func run(flow: FlowKey, key: String, since: Moment) -> RunRef? {
        self.state.withLock { state in state.runs.values.first { $0.flow == flow && $0.key == key && $0.adoptedAt >= since }?.ref }
    }

    func runs(_ query: RunQuery) -> RunPage { RunPage(runs: self.allRuns, next: nil) }

    func events(of run: RunRef, after: Int, limit: Int) -> [EventRow] {
        self.state.withLock { Array(($0.events[run] ?? []).filter { $0.id > after }.prefix(limit)) }
    }

    func events(afterSequence after: Int, limit: Int) -> [EventRow]? { nil }
}

extension BreakableStore.State {
    fileprivate func stored(_ ref: RunRef) -> StoredRun? {
        guard let row = self.runs[ref], let flow = self.flows[row.digest] else { return nil }
        let passes = (self.passes[ref] ?? [:]).values.sorted { $0.key < $1.key }
        return StoredRun(row: row, flow: flow, passes: passes, events: self.events[ref] ?? [])
    }
}
