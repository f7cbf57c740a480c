/// Names that someone may have meant.
enum NearNames {
    /// At most three that hold the name, are held by it, or differ in few letters, the closest first.
    static func of(_ name: String, among names: [String]) -> [String] {
        let limit = max(2, name.count / 3)
        let ranked = Set(names.prefix(5000)).compactMap { other -> (Int, String)? in
            let steps = self.steps(from: Array(name.lowercased()), to: Array(other.lowercased()))
            if steps <= limit { return (steps, other) }
            let isPart =
                name.count >= 3 && (other.lowercased().contains(name.lowercased()) || name.lowercased().contains(other.lowercased()))
            return isPart ? (limit + steps, other) : nil
        }
        return ranked.sorted { $0 < $1 }.prefix(3).map(\.1)
    }

    /// Letters to add, drop or change. Names are compared up to 100 letters.
    private static func steps(from a: [Character], to b: [Character]) -> Int {
        let (a, b) = (a.prefix(100), b.prefix(100))
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let step = min(row[j] + 1, row[j + 1] + 1, corner + (x == y ? 0 : 1))
                corner = row[j + 1]
                row[j + 1] = step
            }
        }
        return row[b.count]
    }
}
