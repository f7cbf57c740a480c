import Foundation

/// What was measured, as lines of a Markdown table.
enum Table {
    static let head = """
        | row | what | floor | floe | ratio (range) | target | |
        |---|---|---|---|---|---|---|
        """

    static func line(_ row: Row, floor: Samples, ours: Samples, ratios: Samples) -> String {
        let target =
            switch row.target {
            case .speed(let least): "≥ \(Self.number(least))"
            case .cost(let most): "≤ \(Self.number(most))"
            }
        let cells = [
            row.name, row.what, Self.time(floor.median), Self.time(ours.median),
            "\(Self.number(ratios.median)) (\(Self.number(ratios.least))–\(Self.number(ratios.most)))", target,
            row.target.isMet(ratios.median) ? "met" : "missed",
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// Time and rate of one unit.
    private static func time(_ seconds: Double) -> String {
        let (number, unit) = seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
        return "\(Self.number(number)) \(unit), \(Self.number(1 / seconds))/s"
    }

    private static func number(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : value >= 10 ? String(format: "%.1f", value) : String(format: "%.2f", value)
    }
}
