/// Columns that a text takes on a terminal.
enum TextWidth {
    static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + Self.of($1) } }

    /// At most so many columns of a text; what was left out is marked.
    static func cut(_ text: String, to width: Int) -> String {
        guard Self.of(text) > width else { return text }
        var (cut, used) = (String.UnicodeScalarView(), 0)
        for scalar in text.unicodeScalars {
            let columns = Self.of(scalar)
            guard used + columns < width else { break }
            cut.append(scalar)
            used += columns
        }
        return width > 0 ? String(cut) + "…" : ""
    }

    /// The text on one line, without what would move the cursor or colour the screen.
    static func tame(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Self.isWild) else { return text }
        var tame = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { tame.append(Self.isWild(scalar) ? " " : scalar) }
        return String(tame)
    }

    private static func isWild(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x300: return 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return 1
        }
    }
}
