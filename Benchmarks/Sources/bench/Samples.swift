/// The same thing measured several times.
struct Samples {
    private let sorted: [Double]

    init(_ values: [Double]) { self.sorted = values.sorted() }

    var median: Double {
        let middle = self.sorted.count / 2
        return self.sorted.count % 2 == 1 ? self.sorted[middle] : (self.sorted[middle - 1] + self.sorted[middle]) / 2
    }

    var least: Double { self.sorted.first ?? 0 }
    var most: Double { self.sorted.last ?? 0 }
}
