import FloeCore

/// What a run came to: the last lines that are told of it, and the status to exit with.
struct ExecEnd {
    /// Most passes told of.
    private static let most = 20

    let lines: [String]
    let status: Int32

    init(_ stored: StoredRun) {
        let row = stored.row
        let result = row.result ?? .bad
        var lines: [String] = []
        if result == .bad {
            let failed = stored.passes.filter { Self.isFailure($0) && !Self.isEnd($0.key.node, in: stored.flow.compiled) }
            lines = failed.prefix(Self.most).map {
                let pass = $0.key.pass > 1 ? ", pass \($0.key.pass)" : ""
                return "\($0.key.node): \(Outcome.words($0.outcome ?? .bad, status: $0.status, reason: $0.reason))\(pass)"
            }
            if failed.count > Self.most { lines.append("and \(failed.count - Self.most) more that failed") }
            if !lines.isEmpty { lines.insert("floe: what failed:", at: 0) }
        }
        let by = row.by.isEmpty ? "" : " by \(row.by)"
        let detail = row.reason == "unheard" ? "no node listens to \(row.detail)" : row.detail
        let reason = [row.reason + by, detail].filter { !$0.isEmpty }.joined(separator: ": ")
        lines.append("floe: \(row.flow.id) ended \(result.rawValue)\(reason.isEmpty ? "" : ", \(reason)")")
        self.lines = lines
        switch result {
        case .good: self.status = 0
        case .cancelled: self.status = 3
        case .bad: self.status = row.reason == "timed-out" || row.reason == "queue-timeout" ? 124 : 1
        }
    }

    private static func isEnd(_ node: String, in compiled: CompiledFlow) -> Bool {
        guard let at = compiled.index[node], case .end = compiled.flow.nodes[at].kind else { return false }
        return true
    }

    private static func isFailure(_ pass: PassRow) -> Bool {
        guard pass.key.instance.isEmpty, !pass.void else { return false }
        switch pass.outcome {
        case .bad, .error, .lost, .timedOut: return true
        case .good, .skipped, .cancelled, nil: return false
        }
    }
}
