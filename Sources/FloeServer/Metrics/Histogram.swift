/// How often something took how long, in seconds.
struct Histogram: Sendable {
    static let requests = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]
    static let runs = [1.0, 10, 60, 300, 1800, 7200, 86_400, 604_800]

    let bounds: [Double]
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    init(_ bounds: [Double]) {
        self.bounds = bounds
        self.counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    mutating func add(_ seconds: Double) {
        self.counts[self.bounds.firstIndex { seconds <= $0 } ?? self.bounds.count] += 1
        self.sum += seconds
    }
}
