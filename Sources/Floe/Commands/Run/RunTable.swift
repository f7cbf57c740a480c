import FloeAPI
import FloeCore
import FloeHub

/// Runs as a table for people.
enum RunTable {
    /// - Parameter flows: Whether it says of which flow they are.
    static func text(of runs: [RunSummary], flows: Bool, width: Int?, paint: Paint) -> String {
        let now = HubClock.system.now()
        var table = TextTable([
            .init("RUN"), .init("FLOW", rank: flows ? 0 : 9), .init("STATE"), .init("TOOK", rank: 2, isNumber: true),
            .init("AGE", rank: 1, isNumber: true), .init("BY", rank: 4), .init("WHY", rank: 3, isText: true),
        ])
        for run in runs {
            let (state, colour) = Self.state(run)
            table.rows.append([
                .init(run.ref.description, .bold), .init(flows ? run.flow : ""), .init(state, colour),
                .init(TimeText.took(run.startedAt, run.endedAt, now: now)), .init(TimeText.age(run.adoptedAt, now: now), .dim),
                .init(run.startedBy, .dim), .init(Self.why(run)),
            ])
        }
        return table.text(width: width, paint: paint)
    }

    static func state(_ run: RunSummary) -> (String, Paint.Colour?) {
        if let result = run.result { return (result.rawValue, result.colour) }
        if run.paused { return ("paused", .yellow) }
        if run.waitsForPerson { return ("waiting", .yellow) }
        return (run.state.rawValue, run.state == .active ? .blue : .dim)
    }

    private static func why(_ run: RunSummary) -> String {
        if let result = run.result {
            guard result != .good else { return "" }
            let by = run.by.isEmpty ? "" : " by \(run.by)"
            return [run.reason + by, run.detail].filter { !$0.isEmpty }.joined(separator: ": ")
        }
        return run.now.map { "\($0) running" } ?? run.waits.first?.text ?? ""
    }
}
