import FloeTesting
import Testing

@testable import FloeSystem

struct DeadlinesTests {
    @Test func `deadlines come in order, and not before their time`() {
        var generator = Seeded(7)
        let times = (0..<500).map { _ in Int64.random(in: 0..<1000, using: &generator) }
        var deadlines = Deadlines<Int64>()
        for time in times { deadlines.add(time, at: time) }
        var taken: [Int64] = []
        for now: Int64 in [-1, 100, 500, 2000] {
            while let next = deadlines.take(at: now) { taken.append(next) }
            #expect(taken == times.filter { $0 <= now }.sorted())
        }
        #expect(deadlines.first == nil)
    }
}
