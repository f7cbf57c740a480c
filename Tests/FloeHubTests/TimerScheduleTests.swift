import FloeCore
import Testing

@testable import FloeHub

struct TimerScheduleTests {
    private let start = Moment(milliseconds: 1_000_000)

    private func flow(_ id: String, period: Span?, trigger: String = "nightly") -> FrozenFlow {
        var timer = Trigger(id: trigger, kind: .timer, period: period)
        timer.options = ["branch": "main"]
        return FrozenFlow(digest: "\(id)-\(period?.milliseconds ?? 0)", flow: Flow(id: id, triggers: [timer]))
    }

    @Test func `what fires has the params with a value, under what the trigger brings`() {
        var flow = self.flow("a", period: Span(seconds: 60)).flow
        flow.params = [FormField(id: "n", kind: .int, value: 7), FormField(id: "branch", value: "usual"), FormField(id: "x")]
        var schedule = TimerSchedule()
        schedule.replace([FrozenFlow(digest: "d", flow: flow)], at: self.start)
        #expect(schedule.due(at: self.start + Span(seconds: 60)).first?.request.values == ["branch": "main", "n": 7])
    }

    @Test func `a trigger fires first after one period, then each period, with its options as values`() {
        var schedule = TimerSchedule()
        schedule.replace([self.flow("a", period: Span(seconds: 60))], at: self.start)
        #expect(schedule.next == self.start + Span(seconds: 60))
        #expect(schedule.due(at: self.start + Span(seconds: 59)).isEmpty)
        let fired = schedule.due(at: self.start + Span(seconds: 60))
        #expect(fired.map(\.request.flow.flow.id) == ["a"])
        #expect(fired.first?.request.cause == RunRow.Cause(trigger: "nightly", by: "timer"))
        #expect(fired.first?.request.values == ["branch": "main"])
        #expect(schedule.due(at: self.start + Span(seconds: 60)).isEmpty)
        #expect(schedule.next == self.start + Span(seconds: 120))
    }

    @Test func `what was missed in a pause is fired once`() {
        var schedule = TimerSchedule()
        schedule.replace([self.flow("a", period: Span(seconds: 60))], at: self.start)
        let later = self.start + Span(seconds: 3605)
        #expect(schedule.due(at: later).count == 1)
        #expect(schedule.next == later + Span(seconds: 60))
    }

    @Test func `a clock set back delays a trigger by no more than its period`() {
        var schedule = TimerSchedule()
        schedule.replace([self.flow("a", period: Span(seconds: 60)), self.flow("b", period: Span(seconds: 90))], at: self.start)
        let back = Moment(milliseconds: 0)
        #expect(schedule.due(at: back).isEmpty)
        #expect(schedule.next == back + Span(seconds: 60))
        #expect(schedule.due(at: back + Span(seconds: 90)).map(\.request.flow.flow.id) == ["a", "b"])
    }

    @Test func `new flows leave the times of triggers that stay as they are`() {
        var schedule = TimerSchedule()
        schedule.replace([self.flow("a", period: Span(seconds: 60)), self.flow("b", period: Span(seconds: 60))], at: self.start)
        let half = self.start + Span(seconds: 30)
        schedule.replace([self.flow("a", period: Span(seconds: 60)), self.flow("c", period: Span(seconds: 10))], at: half)
        #expect(schedule.due(at: self.start + Span(seconds: 60)).map(\.request.flow.flow.id) == ["c", "a"])
        schedule.replace([], at: half)
        #expect(schedule.next == nil)
    }

    @Test func `the coming fires of a flow are told, those of all its triggers in order`() {
        var schedule = TimerSchedule()
        var both = self.flow("a", period: Span(seconds: 60)).flow
        both.triggers.append(Trigger(id: "often", kind: .timer, period: Span(seconds: 40)))
        schedule.replace([FrozenFlow(digest: "both", flow: both), self.flow("b", period: Span(seconds: 1))], at: self.start)
        let fires = schedule.fires(of: both.key, count: 4)
        #expect(fires.map(\.trigger) == ["often", "nightly", "often", "nightly"])
        #expect(fires.map { ($0.at - self.start).seconds } == [40, 60, 80, 120])
        #expect(schedule.fires(of: FlowKey(id: "none", version: 1), count: 4).isEmpty)
        let next = schedule.nextFires.map { ("\($0.key.flow.id).\($0.key.id)", ($0.value - self.start).seconds) }
        #expect(Dictionary(uniqueKeysWithValues: next) == ["a.nightly": 60, "a.often": 40, "b.nightly": 1])
    }

    @Test func `hosts that share their flows have the same times, whenever they began`() {
        var (early, late) = (TimerSchedule(isShared: true), TimerSchedule(isShared: true))
        let flows = [self.flow("a", period: Span(seconds: 60))]
        early.replace(flows, at: Moment(milliseconds: 600_001))
        late.replace(flows, at: Moment(milliseconds: 659_999))
        #expect(early.next == Moment(milliseconds: 660_000) && late.next == early.next)
        #expect(early.due(at: Moment(milliseconds: 660_300)).map(\.at) == [Moment(milliseconds: 660_000)])
        #expect(early.next == Moment(milliseconds: 720_000))
    }

    @Test func `a trigger without a period does not fire`() {
        var schedule = TimerSchedule()
        schedule.replace([self.flow("a", period: nil)], at: self.start)
        #expect(schedule.next == nil)
    }

    @Test func `a period of nothing is a second`() {
        var schedule = TimerSchedule()
        schedule.replace([self.flow("a", period: .zero)], at: self.start)
        #expect(schedule.next == self.start + Span(seconds: 1))
    }
}
