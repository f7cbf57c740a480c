import FloeAPI
import FloeCore

/// When timer triggers fire next.
struct FireList: Encodable {
    struct Timer {
        var id: String
        var period: Span
    }

    struct Fire: Encodable {
        var at: Timestamp
        /// On the clock of this machine.
        var local: String
        var note: String
    }

    let fires: [Fire]

    /// - Parameter count: Most fires, of all timers together.
    init(_ timers: [Timer], from now: Moment, count: Int) {
        var all: [(at: Moment, note: String)] = []
        for timer in timers {
            // A host fires no more often than that.
            let period = max(timer.period, Span(seconds: 1))
            for number in 1...Int64(max(1, count)) {
                let (step, over) = period.milliseconds.multipliedReportingOverflow(by: number)
                guard !over else { break }
                let note = "\(timer.id), every \(TimeText.length(period))"
                all.append((Moment(milliseconds: now.milliseconds &+ step), note))
            }
        }
        self.fires = all.sorted { ($0.at, $0.note) < ($1.at, $1.note) }.prefix(count).map {
            Fire(at: $0.at.timestamp, local: TimeText.local($0.at), note: $0.note)
        }
    }
}
