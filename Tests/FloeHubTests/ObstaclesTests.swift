import FloeCore
import FloeHub
import Testing

@Suite struct ObstaclesTests {
    private static let run = RunRef(host: "h-1", number: 7)

    private static func seen(_ obstacles: Obstacles) -> [Wait.Kind] {
        let waits = [Wait(.running, node: "a", pass: 2), Wait(.stopping, node: "b", pass: 1), Wait(.timer, node: "c", pass: 1)]
        return obstacles.seen(in: waits, of: Self.run).map(\.kind)
    }

    @Test func `what holds an attempt up stands before what it does, until it goes on`() throws {
        let obstacles = Obstacles()
        let order = OrderID(run: Self.run, node: "a", pass: 2, attempt: 1, instance: "x.y")
        #expect(OrderID(order.description) == order)
        for text in ["", "h-1-7", "h-1-7/a", "h-1-7/a.1", "h-1-7/.1.1", "h/a.1.1", "h-1-7/a.x.1"] { #expect(OrderID(text) == nil) }
        obstacles.hold(order, why: "the disk is full", at: Moment(milliseconds: 5))
        obstacles.hold(order, why: "the disk is full", at: Moment(milliseconds: 9))
        #expect(Self.seen(obstacles) == [.output, .running, .stopping, .timer])
        #expect(obstacles.seen(in: [Wait(.running, node: "a", pass: 2)], of: Self.run)[0].since == Moment(milliseconds: 5))
        #expect(obstacles.seen(in: [Wait(.running, node: "a", pass: 1)], of: Self.run).count == 1)
        obstacles.keeperIsSilent(12, at: Moment(milliseconds: 9))
        #expect(Self.seen(obstacles) == [.keeper, .running, .keeper, .stopping, .timer])
        obstacles.keeperAnswers(isNew: false)
        #expect(Self.seen(obstacles) == [.output, .running, .stopping, .timer])
        obstacles.release(order)
        #expect(Self.seen(obstacles) == [.running, .stopping, .timer])
        obstacles.hold(order, why: "the disk is full", at: Moment(milliseconds: 9))
        obstacles.keeperAnswers(isNew: true)
        #expect(Self.seen(obstacles) == [.running, .stopping, .timer])
    }
}
