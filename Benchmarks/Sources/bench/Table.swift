import Foundation

/// What was measured, as lines of a Markdown table.
enum Table {
    static let head = """
        | row | what | floor | floe | ratio (range) | target | |
        |---|---|---|---|---|---|---|
        """

    static func line(_ row: Row, _ target: Target, floor: Samples, ours: Samples, ratios: Samples) -> String {
        let bound =
            switch target {
            case .speed(let least): "≥ \(Self.number(least))"
            case .cost(let most): "≤ \(Self.number(most))"
            }
        return Self.line([
            row.name, row.what, Self.time(floor.median), Self.time(ours.median), "\(Self.number(ratios.median)) (\(Self.range(ratios)))",
            bound, target.isMet(ratios.median) ? "met" : "missed",
        ])
    }

    /// A figure that was read several times.
    static func line(_ row: Row, _ figures: [Figure]) -> String {
        let values = Samples(figures.map(\.value))
        let (bound, met) =
            switch figures.first?.bound {
            case .most(let most): ("≤ \(Self.number(most))", values.median <= most ? "met" : "missed")
            case .least(let least): ("≥ \(Self.number(least))", values.median >= least ? "met" : "missed")
            case nil: ("", "")
            }
        let range = figures.count > 1 ? " (\(Self.range(values)))" : ""
        return Self.line([
            row.name, figures.first?.what ?? "", "", "\(Self.number(values.median))\(range) \(figures.first?.unit ?? "")", "", bound, met,
        ])
    }

    private static func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    private static func range(_ samples: Samples) -> String { "\(Self.number(samples.least))–\(Self.number(samples.most))" }

    /// Time and rate of one unit.
    private static func time(_ seconds: Double) -> String {
        let (number, unit) = seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
        return "\(Self.number(number)) \(unit), \(Self.number(1 / seconds))/s"
    }

    private static func number(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : value >= 10 ? String(format: "%.1f", value) : String(format: "%.2f", value)
    }
}
