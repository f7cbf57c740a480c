extension AgentRoster {
    /// Why nobody is given an order for this target, and what would change it.
    func why(_ target: Target, now: Moment) -> String {
        let fitting = self.fitting(target).sorted { $0.name < $1.name }
        guard !fitting.isEmpty else {
            switch target {
            case .host(let name): return "there is no agent '\(name)' here; start it with: floe agent --join URL -host_name \(name)"
            case .tags(let tags): return "no agent here has the tag\(tags.count == 1 ? "" : "s") \(tags.joined(separator: ", "))"
            }
        }
        let reasons = fitting.prefix(4).map { row in
            if !self.isLinked(row.name) { return "\(row.name) is not linked, last seen \(Self.ago(row.seenAt, now))" }
            if row.draining { return "\(row.name) drains" }
            return "all \(row.slots) slots of \(row.name) are in use"
        }
        return reasons.joined(separator: "; ") + (fitting.count > 4 ? "; and \(fitting.count - 4) more" : "")
    }

    /// What is to be said of an order that was given to an agent which is away; nil while it is there.
    func whyAway(_ keeper: AgentKeeper, now: Moment) -> String? {
        guard !self.isLinked(keeper.name) else { return nil }
        let seen = self.rows[keeper.name].map { "not seen for \(Self.span(now - $0.seenAt))" } ?? "forgotten"
        return "order of \(keeper.name) sent, \(seen); it goes on there and will report"
    }

    private static func ago(_ moment: Moment, _ now: Moment) -> String { "\(self.span(now - moment)) ago" }

    /// `50 s`, `3 min`
    private static func span(_ span: Span) -> String {
        let seconds = max(0, span.milliseconds / 1000)
        return seconds < 120 ? "\(seconds) s" : seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }
}
