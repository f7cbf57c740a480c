/// Rows in columns, made to fit where they are shown: columns that matter less go first, then long texts are cut.
struct TextTable {
    struct Column {
        var title: String
        /// What is dropped first has the highest; 0 always stays.
        var rank = 0
        /// A longer text that may be cut.
        var isText = false
        var isNumber = false

        init(_ title: String, rank: Int = 0, isText: Bool = false, isNumber: Bool = false) {
            self.title = title
            self.rank = rank
            self.isText = isText
            self.isNumber = isNumber
        }
    }

    struct Cell {
        var text: String
        var colour: Paint.Colour?

        init(_ text: String, _ colour: Paint.Colour? = nil) {
            self.text = TextWidth.tame(text)
            self.colour = colour
        }
    }

    private static let gap = 2
    /// A text is not cut below this before columns are dropped for it.
    private static let readable = 24
    private static let shortest = 5

    var columns: [Column]
    var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// - Parameter width: Nil for as wide as it is.
    func text(width: Int?, paint: Paint) -> String {
        let natural = self.columns.indices.map { at in
            ([self.columns[at].title] + self.rows.map { $0[at].text }).reduce(0) { max($0, TextWidth.of($1)) }
        }
        // A column where nothing is said is not shown.
        var shown = self.columns.indices.filter { at in self.rows.contains { !$0[at].text.isEmpty } }
        var widths = natural
        if let width { self.fit(&shown, &widths, into: width) }
        let head = self.line(shown, widths, self.columns.map { Cell($0.title, .dim) }, paint)
        return ([head] + self.rows.map { self.line(shown, widths, $0, paint) }).joined(separator: "\n")
    }

    private func fit(_ shown: inout [Int], _ widths: inout [Int], into width: Int) {
        func excess() -> Int { shown.reduce(0) { $0 + widths[$1] } + Self.gap * max(0, shown.count - 1) - width }
        func cut(to least: Int) {
            for at in shown.reversed() where self.columns[at].isText && excess() > 0 {
                widths[at] = max(min(widths[at], least), widths[at] - excess())
            }
        }
        cut(to: Self.readable)
        while excess() > 0, let last = shown.max(by: { self.columns[$0].rank < self.columns[$1].rank }), self.columns[last].rank > 0 {
            shown.removeAll { $0 == last }
        }
        cut(to: Self.shortest)
        for at in shown.reversed() where excess() > 0 { widths[at] = max(Self.shortest, widths[at] - excess()) }
    }

    private func line(_ shown: [Int], _ widths: [Int], _ cells: [Cell], _ paint: Paint) -> String {
        var line = ""
        for (place, at) in shown.enumerated() {
            let cell = cells[at]
            let text = TextWidth.cut(cell.text, to: widths[at])
            let space = String(repeating: " ", count: widths[at] - TextWidth.of(text))
            let painted = paint(cell.colour, text)
            if self.columns[at].isNumber {
                line += space + painted
            } else {
                line += painted + space
            }
            if place < shown.count - 1 { line += String(repeating: " ", count: Self.gap) }
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
