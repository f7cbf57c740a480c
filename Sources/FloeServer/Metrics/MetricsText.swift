import FloeHub

/// Writes metrics as Prometheus reads them.
struct MetricsText {
    private(set) var text = ""

    mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func add(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
        let list = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        let number = value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
        self.text += "\(name)\(list.isEmpty ? "" : "{\(list)}") \(number)\n"
    }

    mutating func add(_ name: String, _ labels: [(String, String)], _ histogram: Histogram) {
        var total = 0
        for (at, count) in histogram.counts.enumerated() {
            total += count
            let bound = at < histogram.bounds.count ? String(histogram.bounds[at]) : "+Inf"
            self.add("\(name)_bucket", labels + [("le", bound)], Double(total))
        }
        self.add("\(name)_sum", labels, histogram.sum)
        self.add("\(name)_count", labels, Double(total))
    }

    /// A metric with one line, or one histogram.
    mutating func one(_ name: String, _ type: String, _ help: String, _ value: Double) {
        self.begin(name, type, help)
        self.add(name, [], value)
    }

    mutating func one(_ name: String, _ help: String, _ histogram: Histogram) {
        self.begin(name, "histogram", help)
        self.add(name, [], histogram)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
