/// RFC 3339: `2026-01-31T18:00:00Z`, `2026-01-31T18:00:00.5+01:00`.
enum InstantText {
    /// What one looks like, or a template, for the JSON Schema.
    static let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}|\\{\\{"

    static func isInstant(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, [0x54, 0x74, 0x20].contains(bytes[10]) else { return false }
        guard bytes[13] == 0x3A, bytes[16] == 0x3A else { return false }
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            return ScalarForms.whole(String(decoding: bytes[range], as: UTF8.self)).map(Int.init)
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return false }
        guard let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19) else { return false }
        guard (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year) else { return false }
        guard hour < 24, minute < 60, second <= 60 else { return false }
        var rest = bytes[19...]
        if rest.first == 0x2E {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count + 1)
        }
        if rest.count == 1, let zone = rest.first { return zone == 0x5A || zone == 0x7A }
        guard rest.count == 6, let sign = rest.first, sign == 0x2B || sign == 0x2D, rest[rest.startIndex + 3] == 0x3A else { return false }
        guard let hours = number((rest.startIndex + 1)..<(rest.startIndex + 3)) else { return false }
        guard let minutes = number((rest.startIndex + 4)..<(rest.startIndex + 6)) else { return false }
        return hours < 24 && minutes < 60
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
