import FloeCore

/// A small picture with a name and a result.
struct Badge {
    private let name: String
    private let word: String
    private let colour: String

    /// - Parameter result: nil where no run has ended yet.
    init(_ name: String, _ result: RunRow.Result?) {
        self.name = String(name.prefix(60))
        switch result {
        case .good: (self.word, self.colour) = ("good", "#1a7f37")
        case .bad: (self.word, self.colour) = ("bad", "#c0322b")
        case .cancelled: (self.word, self.colour) = ("cancelled", "#6b6b6b")
        case nil: (self.word, self.colour) = ("no runs", "#6b6b6b")
        }
    }

    var svg: String {
        let (left, right) = (Self.width(self.name), Self.width(self.word))
        let name = Self.escaped(self.name)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" aria-label="\(name): \(self.word)">
            <title>\(name): \(self.word)</title>
            <rect width="\(left)" height="20" fill="#444"/><rect x="\(left)" width="\(right)" height="20" fill="\(self.colour)"/>
            <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
            <text x="\(left / 2)" y="14">\(name)</text><text x="\(left + right / 2)" y="14">\(self.word)</text></g></svg>

            """
    }

    /// About as wide as the text is drawn.
    private static func width(_ text: String) -> Int { 14 + text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 7 : 12) } }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
