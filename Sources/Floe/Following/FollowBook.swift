import FloeAPI
import FloeCore

/// What has been told of a run so far: what a newer look at it brings is told once.
struct FollowBook {
    /// Something to tell of.
    enum News {
        /// An attempt that writes a log.
        case attempt(LogAttempt)
        /// A line about a node that writes none.
        case line(NodeView, Moment)
        /// A run that a node has started.
        case child(RunRef)
        /// A node waits for an answer.
        case asked(NodeView)
        /// Nobody needs to answer it any more.
        case answered(Pass)

        enum Moment { case started, ended }
    }

    struct Pass: Hashable, Sendable {
        var node: String
        var pass: Int
    }

    private var attempts: Set<LogAttempt> = []
    private var started: Set<Pass> = []
    private var ended: Set<Pass> = []
    private var children: Set<RunRef> = []
    private var asked: Set<Pass> = []

    /// What is new, in the order of the nodes.
    mutating func take(_ run: RunView) -> [News] {
        var news: [News] = []
        for node in run.nodes where node.pass > 0 {
            let pass = Pass(node: node.id, pass: node.pass)
            if node.writes {
                for number in 1...max(1, node.attempt) {
                    let attempt = LogAttempt(run: run.ref, node: node.id, pass: node.pass, attempt: number)
                    if self.attempts.insert(attempt).inserted { news.append(.attempt(attempt)) }
                }
            } else if node.type != "end" {
                if node.startedAt != nil, self.started.insert(pass).inserted { news.append(.line(node, .started)) }
                if node.outcome != nil, self.ended.insert(pass).inserted { news.append(.line(node, .ended)) }
            }
            if let child = node.child, self.children.insert(child).inserted { news.append(.child(child)) }
            if node.form != nil, self.asked.insert(pass).inserted { news.append(.asked(node)) }
            if node.form == nil, self.asked.remove(pass) != nil { news.append(.answered(pass)) }
        }
        return news
    }
}

extension NodeView {
    /// It executes something, and has begun to: there is a log.
    var writes: Bool { self.attempt > 0 && self.executes }

    var executes: Bool { self.class == "task" && !["timer", "data", "flow", "end"].contains(self.type) }

    /// What came of an attempt; nil while it runs.
    func outcome(ofAttempt number: Int) -> (kind: Outcome.Kind, status: Int?, reason: String)? {
        if let earlier = self.attempts.first(where: { $0.attempt == number }) { return (earlier.outcome, earlier.status, earlier.reason) }
        guard number == self.attempt, let outcome = self.outcome else { return nil }
        return (outcome, self.status, self.reason)
    }
}
