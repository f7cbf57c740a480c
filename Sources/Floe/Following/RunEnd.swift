import FloeAPI
import FloeCore

/// What a run came to: the last lines that are told of it, and the status to exit with.
struct RunEnd {
    /// Most passes told of.
    private static let most = 20

    let lines: [String]
    let status: Int32

    init(_ run: RunView, paint: Paint = .plain) {
        let result = run.result ?? .bad
        var lines: [String] = []
        if result == .bad {
            let failed = run.nodes.filter(Self.isFailure)
            lines = failed.prefix(Self.most).map {
                let pass = $0.pass > 1 ? ", pass \($0.pass)" : ""
                return "\($0.id): \(Outcome.words($0.outcome ?? .bad, status: $0.status, reason: $0.reason))\(pass)"
            }
            if failed.count > Self.most { lines.append("and \(failed.count - Self.most) more that failed") }
            if !lines.isEmpty { lines.insert("floe: what failed:", at: 0) }
        }
        let by = run.by.isEmpty ? "" : " by \(run.by)"
        let detail = run.reason == "unheard" ? "no node listens to \(run.detail)" : run.detail
        let reason = [run.reason + by, detail].filter { !$0.isEmpty }.joined(separator: ": ")
        lines.append("floe: \(run.flow) ended \(paint(result.colour, result.rawValue))\(reason.isEmpty ? "" : ", \(reason)")")
        self.lines = lines
        self.status = Self.status(result, reason: run.reason)
    }

    /// 0 good, 1 bad, 3 cancelled, 124 timed out.
    static func status(_ result: RunRow.Result, reason: String) -> Int32 {
        switch result {
        case .good: 0
        case .cancelled: 3
        case .bad: reason == "timed-out" || reason == "queue-timeout" ? 124 : 1
        }
    }

    private static func isFailure(_ node: NodeView) -> Bool {
        // An end node is not what failed.
        guard !node.void, node.type != "end" else { return false }
        switch node.outcome {
        case .bad, .error, .lost, .timedOut: return true
        case .good, .skipped, .cancelled, nil: return false
        }
    }
}

extension RunRow.Result {
    var colour: Paint.Colour {
        switch self {
        case .good: .green
        case .bad: .red
        case .cancelled: .yellow
        }
    }
}

extension Outcome.Kind {
    var colour: Paint.Colour {
        switch self {
        case .good: .green
        case .bad, .error, .lost, .timedOut: .red
        case .cancelled: .yellow
        case .skipped: .dim
        }
    }
}
