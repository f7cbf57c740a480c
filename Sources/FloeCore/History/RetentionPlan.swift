/// Decides which runs go. Pure: what is stored, the limits and the time come in, references come out.
///
/// It looks at the oldest runs of each flow only, some at a time, and is asked again until nothing is left to go: so what it costs does
/// not grow with the history.
public struct RetentionPlan: Sendable {
    /// How long the key of a request gives the run it started: no such run goes before, else the same request would start a second.
    public static let keyAge = Span(seconds: 24 * 3600)

    private let limits: HistoryLimits
    private let now: Moment

    public init(_ limits: HistoryLimits, at now: Moment) {
        self.limits = limits
        self.now = now
    }

    /// A flow's history while the plan is made.
    private struct Rest {
        var runs: Int
        var bytes: Int64
        /// Its oldest runs that may go, the oldest first.
        var oldest: ArraySlice<ArchivedRun>

        mutating func take() -> ArchivedRun? {
            guard let run = self.oldest.popFirst() else { return nil }
            self.runs -= 1
            self.bytes -= run.bytes
            return run
        }
    }

    /// Whether any of the flow's runs may have to go: then its oldest ones are to be looked at.
    public func concerns(_ flow: String) -> Bool { !self.limits.keeps(flow) }

    /// The runs that go next, at most `most`; none when all bounds are kept.
    ///
    /// - Parameters:
    ///   - uses: Of all flows.
    ///   - oldest: Of each flow that is concerned its oldest runs, by their end.
    public func next(_ uses: [FlowUse], oldest: [String: [ArchivedRun]], most: Int) -> [ArchivedRun] {
        var rests: [String: Rest] = [:]
        for use in uses where self.concerns(use.flow) {
            let free = (oldest[use.flow] ?? []).filter { !self.isAskedFor($0) }
            rests[use.flow] = Rest(runs: use.runs, bytes: use.bytes, oldest: free[...])
        }
        var gone: [ArchivedRun] = []
        for flow in rests.keys.sorted() {
            guard var rest = rests[flow] else { continue }
            while gone.count < most, let run = rest.oldest.first, self.goes(run, of: rest), let taken = rest.take() { gone.append(taken) }
            rests[flow] = rest
        }
        self.shrink(&rests, into: &gone, most: most)
        return gone
    }

    /// Whether the flow's own bounds send its oldest run away. The last run of a flow goes for its age alone.
    private func goes(_ run: ArchivedRun, of rest: Rest) -> Bool {
        let flow = run.flow
        if (self.now - run.endedAt).milliseconds > self.limits.age(of: flow).milliseconds { return true }
        return rest.runs > self.limits.runs(of: flow) || rest.runs > 1 && rest.bytes > self.limits.size(of: flow)
    }

    /// Takes the oldest of all flows until they fit together.
    private func shrink(_ rests: inout [String: Rest], into gone: inout [ArchivedRun], most: Int) {
        var bytes = rests.values.reduce(0) { $0 + $1.bytes }
        while bytes > self.limits.size, gone.count < most {
            let heads = rests.values.compactMap { rest in rest.runs > 1 ? rest.oldest.first : nil }
            guard let run = heads.min(by: { ($0.endedAt, $0.ref) < ($1.endedAt, $1.ref) }), rests[run.flow]?.take() != nil else { return }
            bytes -= run.bytes
            gone.append(run)
        }
    }

    private func isAskedFor(_ run: ArchivedRun) -> Bool {
        run.keyedAt.map { (self.now - $0).milliseconds < Self.keyAge.milliseconds } ?? false
    }
}
