import Synchronization

/// The indexes of the logs that were asked for last.
final class LineIndexes: Sendable {
    private static let most = 64

    private struct State {
        var indexes: [String: (index: LineIndex, used: Int)] = [:]
        var uses = 0
    }

    private let state = Mutex(State())

    /// - Parameter key: One for each log, also over a log that takes the place of another.
    func index(_ key: String) -> LineIndex {
        self.state.withLock { state in
            state.uses += 1
            if let known = state.indexes[key] {
                state.indexes[key]?.used = state.uses
                return known.index
            }
            if state.indexes.count >= Self.most, let oldest = state.indexes.min(by: { $0.value.used < $1.value.used }) {
                state.indexes[oldest.key] = nil
            }
            let index = LineIndex()
            state.indexes[key] = (index, state.uses)
            return index
        }
    }
}
