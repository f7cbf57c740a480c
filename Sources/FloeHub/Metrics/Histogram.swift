/// How often something was how much: seconds, or a count.
public struct Histogram: Sendable {
    /// For what takes a person's or a machine's time.
    public static let requests = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]
    public static let runs = [1.0, 10, 60, 300, 1800, 7200, 86_400, 604_800]
    public static let commits = [0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5]
    public static let sizes = [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 512]

    /// Upper bounds of the buckets, rising.
    public let bounds: [Double]
    /// One more than there are bounds.
    public private(set) var counts: [Int]
    public private(set) var sum = 0.0

    public init(_ bounds: [Double]) {
        self.bounds = bounds
        self.counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    public mutating func add(_ amount: Double) {
        self.counts[self.bounds.firstIndex { amount <= $0 } ?? self.bounds.count] += 1
        self.sum += amount
    }
}
