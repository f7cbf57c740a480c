internal import FloeCore

/// When the `timer` triggers of all flows fire next. First one period after they were made known; a time that was missed, by sleep
/// or a clock that was set, is fired once and not made up for.
struct TimerSchedule {
    private struct Entry {
        var flow: FrozenFlow
        var trigger: Trigger
        var period: Span
        var next: Moment
    }

    /// A time that has come.
    struct Fire {
        var at: Moment
        var request: TriggerRequest
    }

    /// Shortest period; a flow file may say zero by way of a template gone wrong.
    private static let shortest = Span(seconds: 1)
    private var entries: [TimerFire.Trigger: Entry] = [:]
    /// Hosts that share their flows count the times from one moment, so that all of them have the same.
    private let isShared: Bool
    /// The earliest of all.
    private(set) var next: Moment?
    /// How many fires were left out so far, since more than one had come due.
    private(set) var missed = 0

    init(isShared: Bool = false) { self.isShared = isShared }

    /// Takes the triggers of these flows instead. One that stays, with its period, keeps its next time.
    mutating func replace(_ flows: [FrozenFlow], at now: Moment) {
        var entries: [TimerFire.Trigger: Entry] = [:]
        for frozen in flows {
            for trigger in frozen.flow.triggers where trigger.kind == .timer {
                guard let period = trigger.period.map({ max($0, Self.shortest) }) else { continue }
                let key = TimerFire.Trigger(flow: frozen.flow.key, id: trigger.id)
                let before = self.entries[key].flatMap { $0.period == period ? $0.next : nil }
                entries[key] = Entry(flow: frozen, trigger: trigger, period: period, next: before ?? self.time(after: now, period))
            }
        }
        self.entries = entries
        self.arm()
    }

    /// The runs to start now; each trigger at most once.
    mutating func due(at now: Moment) -> [Fire] {
        guard let next, next <= now || self.isFarOff(next, from: now) else { return [] }
        var requests: [(at: Moment, key: TimerFire.Trigger, request: TriggerRequest)] = []
        for (key, entry) in self.entries {
            if entry.next <= now {
                let cause = RunRow.Cause(trigger: entry.trigger.id, by: "timer")
                let values = entry.flow.flow.defaults.merging(entry.trigger.options) { $1 }
                requests.append((entry.next, key, TriggerRequest(flow: entry.flow, cause: cause, values: values)))
                self.missed += Int((now - entry.next).milliseconds / max(1, entry.period.milliseconds))
                let following = entry.next + entry.period
                let next = following > now ? following : self.time(after: now, entry.period)
                self.entries[key]?.next = next
            } else if entry.next - now > entry.period {
                // The clock was set back: one period from now, not when it has caught up.
                let next = self.time(after: now, entry.period)
                self.entries[key]?.next = next
            }
        }
        self.arm()
        return requests.sorted { ($0.at, $0.key.flow, $0.key.id) < ($1.at, $1.key.flow, $1.key.id) }.map {
            Fire(at: $0.at, request: $0.request)
        }
    }

    /// One period from now; of shared times the next.
    private func time(after now: Moment, _ period: Span) -> Moment {
        guard self.isShared else { return now + period }
        return Moment(milliseconds: (now.milliseconds / period.milliseconds + 1) * period.milliseconds)
    }

    /// When each trigger fires next.
    var nextFires: [TimerFire.Trigger: Moment] { self.entries.mapValues(\.next) }

    /// The next fires of a flow's triggers, the earliest first.
    func fires(of flow: FlowKey, count: Int) -> [TimerFire] {
        let all = self.entries.filter { $0.key.flow == flow }.flatMap { key, entry in
            (0..<max(0, count)).map {
                TimerFire(
                    trigger: key.id, at: Moment(milliseconds: entry.next.milliseconds + Int64($0) * entry.period.milliseconds))
            }
        }
        return Array(all.sorted { ($0.at, $0.trigger) < ($1.at, $1.trigger) }.prefix(count))
    }

    private func isFarOff(_ next: Moment, from now: Moment) -> Bool {
        self.entries.values.contains { $0.next == next && next - now > $0.period }
    }

    private mutating func arm() { self.next = self.entries.values.map(\.next).min() }
}
