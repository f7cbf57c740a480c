import FloeCore
import Testing

@Suite struct RetentionPlanTests {
    static let day = Int64(86_400_000)
    static let now = Moment(milliseconds: 1000 * day)

    /// Runs of a flow that ended so many days ago, in that order.
    private static func runs(_ flow: String, _ days: [Int64], bytes: Int64 = 0, first: Int = 1) -> [ArchivedRun] {
        days.enumerated().map { index, day in
            ArchivedRun(
                ref: RunRef(host: "h1", number: first + index), flow: flow,
                endedAt: Moment(milliseconds: Self.now.milliseconds - day * Self.day),
                bytes: bytes)
        }
    }

    private static func flow(_ id: String, _ retention: Retention? = nil, keep: Bool = false) -> Flow {
        var flow = Flow(id: id)
        flow.retention = retention
        flow.keep = keep
        return flow
    }

    /// What goes of the whole history: asked again until nothing does.
    private static func gone(_ common: Retention, flows: [Flow] = [], _ history: [ArchivedRun], most: Int = 100) -> [Int] {
        let plan = RetentionPlan(HistoryLimits(common, flows: flows), at: Self.now)
        var left = history
        var gone: [Int] = []
        while true {
            let byFlow = Dictionary(grouping: left, by: \.flow)
            let uses = byFlow.map { FlowUse(flow: $0, runs: $1.count, bytes: $1.reduce(0) { $0 + $1.bytes }) }
            let next = plan.next(uses, oldest: byFlow.mapValues { Array($0.prefix(4)) }, most: most)
            if next.isEmpty { return gone }
            gone += next.map(\.ref.number)
            left.removeAll { next.contains($0) }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var common = Retention()
        var flows: [Flow] = []
        var history: [ArchivedRun]
        var gone: [Int]
        var testDescription: String { self.what }
    }

    static let cases: [Case] = [
        Case(what: "nothing is over", history: runs("a", [80, 3, 2]), gone: []),
        Case(what: "a thousand runs are kept unless told", history: runs("a", Array(repeating: 1, count: 1003)), gone: [1, 2, 3]),
        Case(what: "ninety days are kept unless told, the last run too", history: runs("a", [100, 91]), gone: [1, 2]),
        Case(
            what: "runs are counted by flow", common: Retention(runs: 2), history: runs("a", [9, 8, 7]) + runs("b", [9, 8], first: 4),
            gone: [1]),
        Case(
            what: "a flow's own bound goes over the common one, key by key", common: Retention(runs: 1, age: Span(milliseconds: 5 * day)),
            flows: [flow("a", Retention(runs: 3))], history: runs("a", [9, 3, 2, 1, 0]), gone: [1, 2]),
        Case(
            what: "a kept flow loses nothing", common: Retention(runs: 1), flows: [flow("a", keep: true)],
            history: runs("a", [900, 800]) + runs("b", [2, 1], first: 3), gone: [3]),
        Case(what: "forever is for ever", common: .forever, history: runs("a", [999, 998], bytes: 1 << 50), gone: []),
        Case(
            what: "the oldest of all flows go until they fit together", common: Retention(size: 250),
            history: runs("a", [9, 5, 1], bytes: 100) + runs("b", [8, 7, 6], bytes: 50, first: 4), gone: [1, 4, 5]),
        Case(
            what: "the last run of a flow stays, however big", common: Retention(size: 10),
            history: runs("a", [9], bytes: 100) + runs("b", [8, 7], bytes: 50, first: 2), gone: [2]),
        Case(
            what: "a flow's own size", flows: [flow("a", Retention(size: 120))], history: runs("a", [9, 8, 7, 6], bytes: 50), gone: [1, 2]),
        Case(
            what: "more than fit in one look", common: Retention(runs: 2), history: runs("a", Array((0..<20).reversed())),
            gone: Array(1...18)),
    ]

    @Test(arguments: cases) func `what goes`(_ given: Case) {
        #expect(Self.gone(given.common, flows: given.flows, given.history).sorted() == given.gone)
        // However few go at a time.
        #expect(Self.gone(given.common, flows: given.flows, given.history, most: 1).sorted() == given.gone)
    }

    @Test func `the run of a key that still counts stays`() {
        var history = Self.runs("a", [3, 2, 1])
        history[0].keyedAt = Moment(milliseconds: Self.now.milliseconds - Self.day + 1)
        history[1].keyedAt = Moment(milliseconds: Self.now.milliseconds - Self.day)
        #expect(Self.gone(Retention(runs: 1), history) == [2, 3])
    }

    @Test func `of several versions of a flow the highest counts`() {
        var old = Self.flow("a", Retention(runs: 1))
        old.version = 1
        var new = Self.flow("a", Retention(runs: 2))
        new.version = 2
        #expect(Self.gone(Retention(), flows: [new, old], Self.runs("a", [3, 2, 1])) == [1])
    }

    @Test func `of a cache what was not used longest goes`() {
        func entry(_ name: String, _ bytes: Int64, _ days: Int64) -> CacheEntry {
            CacheEntry(name: name, bytes: bytes, usedAt: Moment(milliseconds: Self.now.milliseconds - days * Self.day))
        }
        let entries = [entry("new", 60, 0), entry("old", 60, 20), entry("older", 10, 25), entry("oldest", 5, 31)]
        func gone(_ limits: CacheLimits) -> [String] { limits.surplus(entries, at: Self.now).map(\.name) }
        #expect(gone(CacheLimits()) == ["oldest"])
        #expect(gone(CacheLimits(size: 100)) == ["oldest", "older", "old"])
        #expect(gone(.none) == ["oldest", "older", "old", "new"])
    }
}
