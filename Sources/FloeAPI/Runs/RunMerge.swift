internal import FloeCore

/// Pages of runs of several hosts as one page.
public struct RunMerge: Sendable {
    private struct Key: Comparable {
        var adopted: Timestamp
        var ref: RunRef
        static func < (a: Key, b: Key) -> Bool { (a.adopted, a.ref) < (b.adopted, b.ref) }
    }

    private var runs: [RunRef: (host: String, run: RunSummary)] = [:]
    /// Younger than this nothing is left out of any page.
    private var horizon: Key?

    public init() {}

    /// Takes in what one host has. Of a run that several have, what its executor says counts.
    public mutating func add(_ page: RunList, of host: String) {
        for run in page.runs {
            if let known = self.runs[run.ref], known.run.execHost == known.host || run.execHost != host { continue }
            self.runs[run.ref] = (host, run)
        }
        if let next = page.next, let at = page.nextAt {
            let key = Key(adopted: at, ref: next)
            self.horizon = max(self.horizon ?? key, key)
        }
    }

    /// The youngest of them, as many as asked for and as are known to be all.
    public func page(_ limit: Int, missing: [String]) -> RunList {
        func key(_ run: RunSummary) -> Key { Key(adopted: run.adoptedAt, ref: run.ref) }
        let all = self.runs.values.map(\.run).sorted { key($0) > key($1) }
        let sure = all.filter { run in self.horizon.map { key(run) >= $0 } ?? true }
        let shown = Array(sure.prefix(limit))
        if shown.count < sure.count || (shown.count < all.count && shown.count == limit), let last = shown.last {
            return RunList(runs: shown, next: last.ref, nextAt: last.adoptedAt, missing: missing)
        }
        return RunList(runs: shown, next: self.horizon?.ref, nextAt: self.horizon?.adopted, missing: missing)
    }
}
